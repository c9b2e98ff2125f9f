with int_gaps__loose_receipts as (
    select * from {{ ref('int_gaps__loose_receipts') }}
),

int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
    where
        (is_posted or review_reason = 'quoted_amount_differs')
        and match_rule is distinct from 'payer_only_document'
),

payment_allocations as (
    select
        payment_id,
        invoice_id,
        amount
    from {{ ref('payment_allocations') }}
    where amount > 0
),

int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

taken as (
    select
        loose.receipt_id,
        matches.invoice_id,
        matches.bank_amount as taken_amount,
        matches.confidence >= 0.95 and matches.is_posted as is_proved
    from int_gaps__loose_receipts as loose
    inner join int_bank_matches as matches
        on loose.bank_transaction_id = matches.bank_transaction_id
    union all
    select
        loose.receipt_id,
        allocations.invoice_id,
        allocations.amount as taken_amount,
        true as is_proved
    from int_gaps__loose_receipts as loose
    inner join payment_allocations as allocations on loose.payment_id = allocations.payment_id
),

summed as (
    select
        taken.receipt_id,
        sum(taken.taken_amount) as open_amount,
        bool_and(taken.is_proved) as is_proved,
        -- A document that still lacks money could have taken more.
        bool_or(
            documents.owed_amount - documents.received_amount > documents.tolerance_amount
        ) as is_short,
        min(taken.invoice_id) as invoice_id,
        min(documents.contract_id) as contract_id,
        string_agg(taken.invoice_id, ', ' order by taken.invoice_id) as invoice_ids
    from taken
    left join int_gaps__cash_documents as documents on taken.invoice_id = documents.invoice_id
    group by taken.receipt_id
),

excess as (
    select
        loose.*,
        summed.open_amount,
        summed.is_proved,
        summed.invoice_id,
        summed.contract_id,
        summed.invoice_ids,
        least(loose.cash_amount, loose.amount - summed.open_amount) as excess_amount
    from int_gaps__loose_receipts as loose
    inner join summed on loose.receipt_id = summed.receipt_id
    where not coalesce(summed.is_short, false)
),

int_gaps__excess_receipts as (
    select
        'overpayment' as gap_class,
        case when is_proved then 'proved' else 'probable' end as certainty,
        receipt_id as subject_id,
        bank_transaction_id,
        payment_id,
        invoice_id,
        contract_id,
        customer_id,
        legal_entity_id,
        open_amount as expected_amount,
        open_amount + excess_amount as actual_amount,
        currency,
        received_on::varchar as detail,
        receipt_id as actual_value,
        invoice_ids
    from excess
    where excess_amount > tolerance_amount
)

select * from int_gaps__excess_receipts
