with int_revenue_schedule as (
    select * from {{ ref('int_revenue_schedule') }}
),

fct_revenue_schedule as (
    select
        contract_line_id,
        contract_id,
        legal_entity_id,

        recognised_amount,
        contra_amount,
        billed_amount,
        deferred_balance,
        unbilled_balance,
        currency,

        revenue_month
    from int_revenue_schedule
)

select * from fct_revenue_schedule
