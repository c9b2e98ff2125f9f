with {{ open_payer_documents(
    'by_payer_all_open', 'receipts.booked_on >= documents.issue_date'
) }},

int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__free_notes as (
    select * from {{ ref('int_collection__free_notes') }}
),

discounts as (
    select
        invoice_id,
        last_on,
        max(agreed_amount) as discount_amount
    from {{ ref('int_collection__allowed_differences') }}
    where difference_kind = 'early_payment_discount'
    group by invoice_id, last_on
),

payer_lines as (
    select distinct
        bank_transaction_id,
        legal_entity_id,
        payer_customer_id,
        payer_class,
        payer_evidence,
        booked_on,
        amount,
        currency
    from open_payer_documents
    where payer_class != 'name'
),

payer_notes as (
    select
        payer_lines.*,
        notes.invoice_id,
        notes.total_amount
    from payer_lines
    inner join int_collection__payable_customers as payable_customers
        on payer_lines.payer_customer_id = payable_customers.payer_customer_id
    inner join int_collection__free_notes as notes
        on
            payable_customers.customer_id = notes.customer_id
            and payer_lines.legal_entity_id = notes.legal_entity_id
            and payer_lines.currency = notes.currency
            and payer_lines.booked_on >= notes.issue_date
),

{{ open_on_line_date('payer_notes', 'earlier') }},

int_collection__all_open as (
    select
        documents.bank_transaction_id,
        documents.invoice_id,
        documents.payer_customer_id,
        documents.payer_class,
        documents.payer_evidence,
        documents.booked_on,
        documents.amount,
        documents.currency,
        documents.open_amount,
        coalesce(discounts.discount_amount, 0) as discount_amount
    from open_payer_documents as documents
    left join discounts
        on
            documents.invoice_id = discounts.invoice_id
            and documents.booked_on <= discounts.last_on
            and documents.open_amount > discounts.discount_amount
    where documents.payer_class != 'name'
    union all
    -- What we owe the payer counts against it.
    select
        bank_transaction_id,
        invoice_id,
        payer_customer_id,
        payer_class,
        payer_evidence,
        booked_on,
        amount,
        currency,
        -open_amount as open_amount,
        0 as discount_amount
    from open_payer_notes
    where open_amount > 0
)

select * from int_collection__all_open
