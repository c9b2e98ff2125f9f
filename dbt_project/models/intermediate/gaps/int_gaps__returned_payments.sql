with int_gaps__returned_receipts as (
    select * from {{ ref('int_gaps__returned_receipts') }}
),

int_collection__quotes as (
    select
        bank_transaction_id,
        invoice_id
    from {{ ref('int_collection__quotes') }}
    where is_firm
),

payment_allocations as (
    select
        payment_id,
        invoice_id
    from {{ ref('payment_allocations') }}
    where amount > 0
),

int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__applications as (
    select
        payment_id,
        invoice_id,
        applied_amount,
        paid_on
    from {{ ref('int_collection__applications') }}
),

int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

meant as (
    select
        returned.bank_transaction_id,
        quotes.invoice_id,
        1 as evidence_rank
    from int_gaps__returned_receipts as returned
    inner join int_collection__quotes as quotes
        on returned.bank_transaction_id = quotes.bank_transaction_id
    union
    select
        returned.bank_transaction_id,
        allocations.invoice_id,
        2 as evidence_rank
    from int_gaps__returned_receipts as returned
    inner join payment_allocations as allocations on returned.payment_id = allocations.payment_id
    union
    select
        returned.bank_transaction_id,
        documents.invoice_id,
        3 as evidence_rank
    from int_gaps__returned_receipts as returned
    inner join int_collection__payable_customers as payable
        on returned.payer_customer_id = payable.payer_customer_id
    inner join int_gaps__cash_documents as documents
        on
            payable.customer_id = documents.customer_id
            and returned.legal_entity_id = documents.legal_entity_id
            and returned.currency = documents.currency
            and returned.amount = documents.owed_amount
            and returned.booked_on >= documents.issue_date
),

surest as (
    select *
    from meant
    qualify evidence_rank = min(evidence_rank) over (partition by bank_transaction_id)
),

paid_since as (
    select
        surest.bank_transaction_id,
        surest.invoice_id,
        sum(applications.applied_amount) as applied_amount
    from surest
    inner join int_gaps__returned_receipts as returned
        on surest.bank_transaction_id = returned.bank_transaction_id
    inner join int_collection__applications as applications
        on
            surest.invoice_id = applications.invoice_id
            and returned.returned_on < applications.paid_on
            and returned.payment_id is distinct from applications.payment_id
    group by surest.bank_transaction_id, surest.invoice_id
),

standing as (
    -- What the document still lacks once the returned money is left out, on either side.
    select
        surest.*,
        documents.contract_id,
        documents.customer_id,
        documents.tolerance_amount,
        greatest(
            documents.owed_amount
            - documents.bank_paid_amount
            - coalesce(paid_since.applied_amount, 0),
            0
        ) as lacking_amount
    from surest
    inner join int_gaps__cash_documents as documents on surest.invoice_id = documents.invoice_id
    left join paid_since
        on
            surest.bank_transaction_id = paid_since.bank_transaction_id
            and surest.invoice_id = paid_since.invoice_id
),

summed as (
    select
        bank_transaction_id,
        evidence_rank,
        count(*) filter (where lacking_amount > tolerance_amount) as document_count,
        min(invoice_id) filter (where lacking_amount > tolerance_amount) as invoice_id,
        min(contract_id) filter (where lacking_amount > tolerance_amount) as contract_id,
        min(customer_id) as customer_id,
        string_agg(
            case when lacking_amount > tolerance_amount then invoice_id end, ', '
            order by invoice_id
        ) as invoice_ids,
        sum(lacking_amount) as lacking_amount,
        max(tolerance_amount) as tolerance_amount
    from standing
    group by bank_transaction_id, evidence_rank
),

int_gaps__returned_payments as (
    -- A document paid again since lacks nothing: then nothing is said.
    select
        'returned_payment' as gap_class,
        case
            when summed.evidence_rank < 3 then 'proved'
            when summed.document_count = 1 then 'probable'
            else 'review'
        end as certainty,
        returned.bank_transaction_id as subject_id,
        returned.bank_transaction_id,
        returned.payment_id,
        summed.invoice_id,
        summed.contract_id,
        summed.customer_id,
        returned.legal_entity_id,
        returned.amount as expected_amount,
        0::decimal(18, 4) as actual_amount,
        returned.currency,
        returned.returned_on::varchar as detail,
        returned.booked_on::varchar as expected_value,
        returned.reversal_id as actual_value,
        summed.invoice_ids
    from int_gaps__returned_receipts as returned
    inner join summed on returned.bank_transaction_id = summed.bank_transaction_id
    where returned.amount - summed.lacking_amount <= summed.tolerance_amount
)

select * from int_gaps__returned_payments
