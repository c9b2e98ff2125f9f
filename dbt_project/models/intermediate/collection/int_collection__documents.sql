with invoices as (
    select * from {{ ref('invoices') }}
),

int_collection__documents as (
    -- What a customer can owe; a credit note is owed to the customer.
    select
        invoice_id,
        invoice_number,
        reference,
        document_type,
        legal_entity_id,
        customer_id,
        issue_date,
        net_amount,
        total_amount,
        currency
    from invoices
    where document_type in ('invoice', 'debit_note') and total_amount > 0
)

select * from int_collection__documents
