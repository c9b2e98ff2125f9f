with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
    where gap_amount != 0
),

int_gaps__cured as (
    select * from {{ ref('int_gaps__cured') }}
    where gap_amount != 0
),

gap_classes as (
    select * from {{ ref('gap_classes') }}
),

gap_causes as (
    select * from {{ ref('gap_causes') }}
),

gaps as (
    select * from int_gaps__findings
    union all by name
    -- Of a cured gap the cause is kept and not the replay: all of it is what the cause moves.
    select
        cured.gap_id,
        cured.gap_class,
        cured.gap_amount,
        cured.currency,
        gap_causes.component as cured_component
    from int_gaps__cured as cured
    left join gap_causes on cured.gap_cause = gap_causes.gap_cause
),

diverging as (
    select
        gaps.*,
        gap_classes.gap_group
    from gaps
    inner join gap_classes on gaps.gap_class = gap_classes.gap_class
),

explained as (
    -- What a mistake moves is what the terms under it come to, less what they should; a second one
    -- moves the rest of the way.
    select
        gap_id,
        component,
        coalesce(first_replayed_amount, replayed_amount) - expected_amount as amount,
        currency
    from diverging
    where replayed_amount is not null
    union all
    select
        gap_id,
        second_component as component,
        replayed_amount - first_replayed_amount as amount,
        currency
    from diverging
    where second_component is not null
    union all
    -- A cause reproduces to tolerance: what is left is rounding.
    select
        gap_id,
        'rounding' as component,
        actual_amount - replayed_amount as amount,
        currency
    from diverging
    where replayed_amount is not null
    union all
    -- Whole periods billed or missing are time.
    select
        gap_id,
        case
            when cured_component is not null then cured_component
            when gap_class = 'wrong_tax' then 'tax'
            when
                gap_class in ('under_billed', 'over_billed', 'invoice_without_contract')
                or gap_group in ('tax_register', 'cash')
                then 'unexplained'
            else 'time'
        end as component,
        gap_amount as amount,
        currency
    from diverging
    where replayed_amount is null
),

int_gaps__components as (
    select
        gap_id,
        component,
        sum(amount)::decimal(18, 4) as amount,
        currency
    from explained
    group by gap_id, component, currency
    having sum(amount) != 0
)

select * from int_gaps__components
