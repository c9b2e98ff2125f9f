with int_recurring__moved as (
    select * from {{ ref('int_recurring__moved') }}
    where currency_view = 'reporting'
),

fct_group_mrr_balances as (
    select
        customer_id,

        opening_amount,
        closing_amount,
        (12 * closing_amount)::decimal(38, 4) as annual_amount,
        list_amount,
        contract_amount,
        billed_amount,
        true_up_amount,
        currency,

        is_rate_estimated,

        movement_month
    from int_recurring__moved
)

select * from fct_group_mrr_balances
