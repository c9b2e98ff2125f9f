with int_gaps__returned_receipts as (
    select * from {{ ref('int_gaps__returned_receipts') }}
),

int_gaps__returned_receipt_documents as (
    select * from {{ ref('int_gaps__returned_receipt_documents') }}
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

paid_since as (
    select
        meant.bank_transaction_id,
        meant.invoice_id,
        sum(applications.applied_amount) as applied_amount
    from int_gaps__returned_receipt_documents as meant
    inner join int_gaps__returned_receipts as returned
        on meant.bank_transaction_id = returned.bank_transaction_id
    inner join int_collection__applications as applications
        on
            meant.invoice_id = applications.invoice_id
            and returned.returned_on < applications.paid_on
            and returned.payment_id is distinct from applications.payment_id
    group by meant.bank_transaction_id, meant.invoice_id
),

int_gaps__returned_receipt_shortfalls as (
    -- What the document still lacks once the returned money is left out, on either side.
    select
        meant.*,
        documents.contract_id,
        documents.customer_id,
        documents.tolerance_amount,
        greatest(
            documents.owed_amount
            - documents.bank_paid_amount
            - coalesce(paid_since.applied_amount, 0),
            0
        ) as lacking_amount
    from int_gaps__returned_receipt_documents as meant
    inner join int_gaps__cash_documents as documents on meant.invoice_id = documents.invoice_id
    left join paid_since
        on
            meant.bank_transaction_id = paid_since.bank_transaction_id
            and meant.invoice_id = paid_since.invoice_id
)

select * from int_gaps__returned_receipt_shortfalls
