with int_gaps__returned_receipts as (
    select * from {{ ref('int_gaps__returned_receipts') }}
    where is_certain
),

int_gaps__returned_receipt_shortfalls as (
    select * from {{ ref('int_gaps__returned_receipt_shortfalls') }}
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
    from int_gaps__returned_receipt_shortfalls
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
