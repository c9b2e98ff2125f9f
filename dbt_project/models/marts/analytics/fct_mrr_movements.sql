with int_recurring__moved as (
    select * from {{ ref('int_recurring__moved') }}
    where kind is not null
),

fct_mrr_movements as (
    select
        customer_id,

        kind,

        movement_amount as amount,
        opening_amount,
        closing_amount,
        currency,

        movement_month
    from int_recurring__moved
)

select * from fct_mrr_movements
