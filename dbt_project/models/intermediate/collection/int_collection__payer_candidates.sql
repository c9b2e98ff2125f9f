with {{ open_payer_documents(
    'by_payer',
    'receipts.amount <= documents.total_amount and receipts.booked_on >= documents.issue_date'
) }},

fitting as (
    select
        *,
        {{ joined_id(['payer_customer_id', 'legal_entity_id', 'currency', 'amount']) }}
            as payer_amount_key
    from open_payer_documents
    where open_amount = amount
),

numbered as (
    -- Lines of one payer and amount, in the order they came.
    select
        *,
        dense_rank() over (
            partition by payer_amount_key order by booked_on, bank_transaction_id
        ) as line_number
    from fitting
),

int_collection__payer_candidates as (
    select
        *,
        min(line_number) over (partition by payer_amount_key, invoice_id) as first_line_number
    from numbered
)

select * from int_collection__payer_candidates
