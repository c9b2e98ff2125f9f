with int_collection__documents as (
    select
        customer_id,
        total_amount,
        currency
    from {{ ref('int_collection__documents') }}
),

int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__payer_amounts as (
    -- Money of just a document's amount may be that one's, in another entity or paid twice.
    select
        payable_customers.payer_customer_id,
        documents.total_amount,
        documents.currency
    from int_collection__documents as documents
    inner join int_collection__payable_customers as payable_customers
        on documents.customer_id = payable_customers.customer_id
    group by
        payable_customers.payer_customer_id, documents.total_amount, documents.currency
)

select * from int_collection__payer_amounts
