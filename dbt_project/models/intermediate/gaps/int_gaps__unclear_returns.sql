with int_collection__reversals as (
    select
        reversal_id,
        original_id
    from {{ ref('int_collection__reversals') }}
    where not is_certain
),

int_gaps__returned_receipts as (
    select * from {{ ref('int_gaps__returned_receipts') }}
    where not is_certain
),

int_gaps__returned_receipt_shortfalls as (
    select * from {{ ref('int_gaps__returned_receipt_shortfalls') }}
),

int_gaps__reversed_payments as (
    select
        customer_id,
        currency,
        expected_amount
    from {{ ref('int_gaps__reversed_payments') }}
),

int_collection__lines as (
    select
        bank_transaction_id,
        booked_on
    from {{ ref('int_collection__lines') }}
),

candidates as (
    select
        reversals.reversal_id,
        count(*) as candidate_count,
        count(returned.bank_transaction_id) as returned_count,
        max(returned.legal_entity_id) as legal_entity_id,
        max(returned.amount) as amount,
        max(returned.currency) as currency,
        string_agg(reversals.original_id, ', ' order by reversals.original_id) as receipt_ids
    from int_collection__reversals as reversals
    left join int_gaps__returned_receipts as returned
        on reversals.original_id = returned.bank_transaction_id
    group by reversals.reversal_id
),

documents as (
    select distinct
        reversals.reversal_id,
        shortfalls.invoice_id,
        shortfalls.contract_id,
        shortfalls.customer_id,
        shortfalls.lacking_amount,
        shortfalls.tolerance_amount
    from int_collection__reversals as reversals
    inner join int_gaps__returned_receipt_shortfalls as shortfalls
        on reversals.original_id = shortfalls.bank_transaction_id
),

summed as (
    select
        reversal_id,
        case when count(distinct contract_id) = 1 then min(contract_id) end as contract_id,
        min(customer_id) as customer_id,
        count(distinct customer_id) as customer_count,
        string_agg(invoice_id, ', ' order by invoice_id) as invoice_ids,
        sum(lacking_amount) as lacking_amount,
        max(tolerance_amount) as tolerance_amount
    from documents
    group by reversal_id
),

int_gaps__unclear_returns as (
    -- One of several receipts of one customer came back. Whichever it was, its documents lack that
    -- money once all the others are good; where they do not, the money had come twice.
    select
        'returned_payment' as gap_class,
        'review' as certainty,
        candidates.reversal_id as subject_id,
        'returned_payment_unclear' as message_code,
        candidates.reversal_id as bank_transaction_id,
        summed.contract_id,
        summed.customer_id,
        candidates.legal_entity_id,
        candidates.amount as expected_amount,
        0::decimal(18, 4) as actual_amount,
        candidates.currency,
        reversal_lines.booked_on::varchar as detail,
        candidates.receipt_ids as expected_value,
        candidates.reversal_id as actual_value,
        summed.invoice_ids
    from candidates
    inner join summed on candidates.reversal_id = summed.reversal_id
    inner join int_collection__lines as reversal_lines
        on candidates.reversal_id = reversal_lines.bank_transaction_id
    left join int_gaps__reversed_payments as reversed
        on
            summed.customer_id = reversed.customer_id
            and candidates.currency = reversed.currency
            and candidates.amount = reversed.expected_amount
    where
        candidates.candidate_count = candidates.returned_count
        and summed.customer_count = 1
        and reversed.customer_id is null
        and summed.lacking_amount - (candidates.candidate_count - 1) * candidates.amount
        >= candidates.amount - summed.tolerance_amount
)

select * from int_gaps__unclear_returns
