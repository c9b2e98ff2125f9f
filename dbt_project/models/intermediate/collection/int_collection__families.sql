with recursive customers as (
    select
        customer_id,
        parent_customer_id
    from {{ ref('customers') }}
),

ancestors as (
    -- `union` drops pairs that are there already: customers that are each other's parent end too.
    select
        customer_id,
        customer_id as ancestor_id
    from customers
    union
    select
        ancestors.customer_id,
        customers.parent_customer_id as ancestor_id
    from ancestors
    inner join customers on ancestors.ancestor_id = customers.customer_id
    where customers.parent_customer_id is not null
),

int_collection__families as (
    select
        ancestors.customer_id,
        ancestors.ancestor_id,
        coalesce(
            min(ancestors.ancestor_id) filter (where customers.parent_customer_id is null)
                over (partition by ancestors.customer_id),
            min(ancestors.ancestor_id) over (partition by ancestors.customer_id)
        ) as family_id
    from ancestors
    left join customers on ancestors.ancestor_id = customers.customer_id
)

select * from int_collection__families
