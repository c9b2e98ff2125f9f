with int_bridge__sale_steps as (
    select * from {{ ref('int_bridge__sale_steps') }}
),

int_bridge__billing_steps as (
    select * from {{ ref('int_bridge__billing_steps') }}
),

int_bridge__money_steps as (
    select * from {{ ref('int_bridge__money_steps') }}
),

steps as (
    select * from int_bridge__sale_steps
    union all by name
    select * from int_bridge__billing_steps
    union all by name
    select * from int_bridge__money_steps
),

fct_sales_bridge_steps as (
    select
        sale_id,
        order_to_cash_id,

        from_stage,
        to_stage,
        reason,

        amount,
        currency
    from steps
)

select * from fct_sales_bridge_steps
