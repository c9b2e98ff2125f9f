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

int_gaps__returned_receipt_documents as (
    -- The surest evidence alone: its own words, the ERP's application, the payer's debt.
    select *
    from meant
    qualify evidence_rank = min(evidence_rank) over (partition by bank_transaction_id)
)

select * from int_gaps__returned_receipt_documents
