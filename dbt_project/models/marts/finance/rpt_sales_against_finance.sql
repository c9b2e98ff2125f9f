with fct_sales_bridge as (
    select * from {{ ref('fct_sales_bridge') }}
),

fct_sales_bridge_steps as (
    select * from {{ ref('fct_sales_bridge_steps') }}
),

dim_gap_classes as (
    select * from {{ ref('dim_gap_classes') }}
),

steps as (
    select
        sale_id,
        currency,
        from_stage,
        to_stage,
        reason,
        sum(amount) as amount
    from fct_sales_bridge_steps
    group by sale_id, currency, from_stage, to_stage, reason
),

rpt_sales_against_finance as (
    select
        sales.sale_id,
        sales.opportunity_id,
        sales.contract_id,
        sales.opportunity_name,
        sales.account_name,
        sales.owner,
        steps.from_stage,
        steps.to_stage,
        steps.reason,
        dim_gap_classes.name_en as class_name_en,
        dim_gap_classes.name_es as class_name_es,

        sales.booked_amount,
        sales.contracted_amount,
        sales.expected_amount,
        sales.billed_amount,
        sales.collected_amount,
        sales.recognised_amount,
        steps.amount::decimal(18, 4) as difference_amount,
        sales.currency,

        sales.closed_on
    from fct_sales_bridge as sales
    left join steps
        on
            sales.sale_id = steps.sale_id
            and sales.currency = steps.currency
    left join dim_gap_classes on steps.reason = dim_gap_classes.gap_class
)

select * from rpt_sales_against_finance
