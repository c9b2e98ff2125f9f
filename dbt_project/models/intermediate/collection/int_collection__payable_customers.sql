with int_collection__families as (
    select
        customer_id,
        ancestor_id
    from {{ ref('int_collection__families') }}
),

contracts as (
    select
        customer_id,
        payer_customer_id
    from {{ ref('contracts') }}
    where status != 'draft' and customer_id is not null
),

int_collection__payable_customers as (
    -- A customer pays for itself, for those below it, and for whom a contract says it pays.
    select
        ancestor_id as payer_customer_id,
        customer_id
    from int_collection__families
    union
    select
        payer_customer_id,
        customer_id
    from contracts
)

select * from int_collection__payable_customers
