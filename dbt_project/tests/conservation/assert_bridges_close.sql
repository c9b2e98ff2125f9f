-- Fails if the steps from one stage of a sale to the next do not come to the difference of the two,
-- to 0.00: a reader could not trust that every peso between them is told.
with stages as (
    unpivot (
        select
            sale_id,
            currency,
            coalesce(booked_amount, 0) as booked,
            contracted_amount as contracted,
            expected_amount as expected,
            billed_amount as billed,
            collected_amount as collected,
            recognised_amount as recognised
        from {{ ref('fct_sales_bridge') }}
    )
    on booked, contracted, expected, billed, collected, recognised
    into name stage value amount
),

edges (from_stage, to_stage) as (
    values
    ('booked', 'contracted'),
    ('contracted', 'expected'),
    ('expected', 'billed'),
    ('billed', 'collected'),
    ('billed', 'recognised')
),

steps as (
    select
        sale_id,
        currency,
        from_stage,
        to_stage,
        sum(amount) as amount
    from {{ ref('fct_sales_bridge_steps') }}
    group by sale_id, currency, from_stage, to_stage
)

select
    from_stages.sale_id,
    from_stages.currency,
    edges.from_stage,
    edges.to_stage,
    from_stages.amount as from_amount,
    to_stages.amount as to_amount,
    steps.amount as steps_amount
from edges
inner join stages as from_stages on edges.from_stage = from_stages.stage
inner join stages as to_stages
    on
        edges.to_stage = to_stages.stage
        and from_stages.sale_id = to_stages.sale_id
        and from_stages.currency = to_stages.currency
left join steps
    on
        edges.from_stage = steps.from_stage
        and edges.to_stage = steps.to_stage
        and from_stages.sale_id = steps.sale_id
        and from_stages.currency = steps.currency
where to_stages.amount - from_stages.amount != coalesce(steps.amount, 0)
