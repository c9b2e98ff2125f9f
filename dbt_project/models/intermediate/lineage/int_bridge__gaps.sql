with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
    where status != 'cured' and root_gap_id is null
),

int_lineage__gap_places as (
    select * from {{ ref('int_lineage__gap_places') }}
),

gap_classes as (
    select
        gap_class,
        gap_group
    from {{ ref('gap_classes') }}
),

int_bridge__gaps as (
    -- What was billed other than the terms ask for, by class; the other groups speak of cash, form
    -- or data, and move nothing between the two.
    select
        places.order_to_cash_id,
        gaps.gap_class,
        gaps.currency,
        sum(coalesce(gaps.gap_amount, 0))::decimal(18, 4) as gap_amount
    from int_billing_gaps as gaps
    inner join int_lineage__gap_places as places on gaps.gap_id = places.gap_id
    inner join gap_classes on gaps.gap_class = gap_classes.gap_class
    where gap_classes.gap_group in ('completeness', 'amount', 'credit')
    group by places.order_to_cash_id, gaps.gap_class, gaps.currency
)

select * from int_bridge__gaps
