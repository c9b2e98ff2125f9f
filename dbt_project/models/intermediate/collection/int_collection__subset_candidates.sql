with {{ open_payer_documents(
    'by_payer_subset',
    'receipts.amount > documents.total_amount and receipts.booked_on >= documents.issue_date'
) }},

int_collection__payer_amounts as (
    select * from {{ ref('int_collection__payer_amounts') }}
),

customers as (
    select
        customer_id,
        payment_policy
    from {{ ref('customers') }}
),

int_collection__subset_candidates as (
    -- DOMAIN 3, rule 9: at most 40 open documents.
    select
        documents.*,
        customers.payment_policy,
        row_number() over (
            partition by documents.bank_transaction_id, documents.open_amount
            order by documents.issue_date, documents.invoice_number, documents.invoice_id
        ) as document_number
    from open_payer_documents as documents
    inner join customers on documents.payer_customer_id = customers.customer_id
    left join int_collection__payer_amounts as amounts
        on
            documents.payer_customer_id = amounts.payer_customer_id
            and documents.currency = amounts.currency
            and documents.amount = amounts.total_amount
    where
        documents.payer_class != 'name'
        -- Whose money goes to the oldest first, chooses nothing.
        and customers.payment_policy is distinct from 'fifo'
        and amounts.payer_customer_id is null
    qualify count(*) over (partition by documents.bank_transaction_id) between 2 and 40
)

select * from int_collection__subset_candidates
