with int_gaps__stray_receipts as (
    select * from {{ ref('int_gaps__stray_receipts') }}
),

int_collection__tokens as (
    select
        bank_transaction_id,
        token
    from {{ ref('int_collection__tokens') }}
    group by bank_transaction_id, token
),

int_collection__document_numbers as (
    select * from {{ ref('int_collection__document_numbers') }}
    where not is_weak
),

int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

documents as (
    -- What the bank has not seen paid, whatever the ERP says: it may have applied this very money.
    select
        invoice_id,
        customer_id,
        contract_id,
        legal_entity_id,
        currency,
        issue_date,
        owed_amount - bank_paid_amount as unbanked_amount,
        open_amount
    from int_gaps__cash_documents
    where owed_amount > bank_paid_amount
),

by_number as (
    select
        receipts.*,
        documents.* exclude (currency),
        true as is_named
    from int_gaps__stray_receipts as receipts
    inner join int_collection__tokens as tokens
        on receipts.bank_transaction_id = tokens.bank_transaction_id
    inner join int_collection__document_numbers as numbers on tokens.token = numbers.number_key
    inner join documents
        on
            numbers.invoice_id = documents.invoice_id
            and receipts.receiving_entity_id != documents.legal_entity_id
            and receipts.currency = documents.currency
            and receipts.amount = documents.unbanked_amount
            and receipts.booked_on >= documents.issue_date
    left join int_collection__related_customers as related
        on
            receipts.payer_customer_id = related.payer_customer_id
            and documents.customer_id = related.customer_id
    where receipts.payer_customer_id is null or related.customer_id is not null
),

by_payer as (
    -- Without a number: what the payer owes another entity of ours, and not this one.
    select
        receipts.*,
        documents.* exclude (currency),
        false as is_named
    from int_gaps__stray_receipts as receipts
    inner join int_collection__payable_customers as payable
        on receipts.payer_customer_id = payable.payer_customer_id
    inner join documents
        on
            payable.customer_id = documents.customer_id
            and receipts.receiving_entity_id != documents.legal_entity_id
            and receipts.currency = documents.currency
            and receipts.amount = documents.unbanked_amount
            and receipts.amount = documents.open_amount
            and receipts.booked_on >= documents.issue_date
),

int_gaps__stray_receipt_documents as (
    select * from by_number
    union
    select * from by_payer
)

select * from int_gaps__stray_receipt_documents
