with fct_sales_bridge_steps as (
    select * from {{ ref('fct_sales_bridge_steps') }}
),

fct_sales_bridge as (
    select * from {{ ref('fct_sales_bridge') }}
),

dim_gap_classes as (
    select * from {{ ref('dim_gap_classes') }}
),

stages as (
    unpivot (
        select
            currency,
            sum(coalesce(booked_amount, 0)) as booked,
            sum(contracted_amount) as contracted,
            sum(expected_amount) as expected,
            sum(billed_amount) as billed,
            sum(collected_amount) as collected,
            sum(recognised_amount) as recognised,
            count(*) as sale_count
        from fct_sales_bridge
        group by currency
    )
    on booked, contracted, expected, billed, collected, recognised
    into name to_stage value amount
),

steps as (
    select
        currency,
        from_stage,
        to_stage,
        reason,
        count(distinct sale_id) as sale_count,
        sum(amount) as amount
    from fct_sales_bridge_steps
    group by currency, from_stage, to_stage, reason
),

printed as (
    select
        currency,
        null as from_stage,
        to_stage,
        null as reason,
        sale_count,
        amount
    from stages
    union all by name
    select * from steps
),

rpt_sales_bridge as (
    select
        printed.from_stage,
        printed.to_stage,
        printed.reason,
        dim_gap_classes.name_en as class_name_en,
        dim_gap_classes.name_es as class_name_es,

        printed.sale_count::integer as sale_count,

        printed.amount::decimal(38, 4) as amount,
        printed.currency
    from printed
    left join dim_gap_classes on printed.reason = dim_gap_classes.gap_class
)

select * from rpt_sales_bridge
