with int_gaps__components as (
    select * from {{ ref('int_gaps__components') }}
),

fct_billing_gap_components as (
    select
        gap_id,
        component,
        amount,
        currency
    from int_gaps__components
)

select * from fct_billing_gap_components
