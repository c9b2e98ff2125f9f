with int_recurring__movements as (
    select * from {{ ref('int_recurring__movements') }}
    where currency_view = 'billed'
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
    from int_recurring__movements
)

select * from fct_mrr_movements
