with int_collection__receipts as (
    -- A line that tells what it pays is not matched to another document by its amount.
    select * from {{ ref('int_collection__receipts') }}
    where payer_customer_id is not null and not has_quotes and not has_remittance
),

int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

{{ lines_left('int_collection__receipts', 'by_payer') }},

known_to_erp as (
    select bank_transaction_id
    from {{ ref('int_collection__payment_lines') }}
    group by bank_transaction_id
),

lines as (
    -- Lines of one payer and amount, in the order they came; but not a line that may be one of
    -- several payments of the ERP, whose documents an amount must not overrule.
    select
        receipts.*,
        {{ joined_id([
            'receipts.payer_customer_id', 'receipts.legal_entity_id', 'receipts.currency',
            'receipts.amount'
        ]) }} as payer_amount_key,
        row_number() over (
            partition by
                receipts.payer_customer_id,
                receipts.legal_entity_id,
                receipts.currency,
                receipts.amount
            order by receipts.booked_on, receipts.bank_transaction_id
        ) as line_number
    from left_of_int_collection__receipts as receipts
    left join known_to_erp on receipts.bank_transaction_id = known_to_erp.bank_transaction_id
    where known_to_erp.bank_transaction_id is null
),

pairs as (
    select
        lines.*,
        documents.invoice_id,
        documents.total_amount,
        documents.currency as invoice_currency
    from lines
    inner join int_collection__payable_customers as payable_customers
        on lines.payer_customer_id = payable_customers.payer_customer_id
    inner join int_collection__documents as documents
        on
            payable_customers.customer_id = documents.customer_id
            and lines.legal_entity_id = documents.legal_entity_id
            and lines.currency = documents.currency
            and lines.amount <= documents.total_amount
            and lines.booked_on >= documents.issue_date
),

{{ open_on_line_date('pairs', 'earlier') }},

int_collection__payer_candidates as (
    select
        *,
        min(line_number) over (partition by payer_amount_key, invoice_id) as first_line_number
    from open_pairs
    where open_amount = amount
)

select * from int_collection__payer_candidates
