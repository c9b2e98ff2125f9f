with int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

int_collection__related_customers as (
    -- A payer does not contradict the number of whoever pays for it, or belongs to its family.
    select
        payer_customer_id,
        customer_id
    from int_collection__payable_customers
    union
    select
        customer_id as payer_customer_id,
        payer_customer_id as customer_id
    from int_collection__payable_customers
    union
    select
        payers.customer_id as payer_customer_id,
        relatives.customer_id
    from int_collection__families as payers
    inner join int_collection__families as relatives on payers.family_id = relatives.family_id
)

select * from int_collection__related_customers
