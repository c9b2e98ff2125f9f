with int_bridge__threads as (
    select * from {{ ref('int_bridge__threads') }}
),

int_bridge__booked as (
    select * from {{ ref('int_bridge__booked') }}
),

int_bridge__gaps as (
    select * from {{ ref('int_bridge__gaps') }}
),

int_bridge__deal_reasons as (
    select * from {{ ref('int_bridge__deal_reasons') }}
),

int_gaps__measured as (
    select
        {{ joined_id(['contract_line_id', 'billing_period_start']) }} as order_to_cash_id,
        unjudged_reason
    from {{ ref('int_gaps__measured') }}
),

contracted as (
    select
        sale_id,
        currency,
        sum(contracted_amount) as contracted_amount
    from int_bridge__threads
    group by sale_id, currency
),

from_booked as (
    -- A CRM tells one figure of a deal: a year, a term, a first payment. Without a gap it fits.
    select
        contracted.sale_id,
        contracted.sale_id as order_to_cash_id,
        contracted.currency,
        'booked' as from_stage,
        'contracted' as to_stage,
        coalesce(
            reasons.gap_class,
            case when booked.booked_amount is null then 'no_booked_amount' else 'other_stretch' end
        ) as reason,
        contracted.contracted_amount - coalesce(booked.booked_amount, 0) as amount
    from contracted
    left join int_bridge__booked as booked
        on
            contracted.sale_id = booked.sale_id
            and contracted.currency = booked.currency
    left join int_bridge__deal_reasons as reasons on contracted.sale_id = reasons.sale_id
),

from_contracted as (
    select
        threads.sale_id,
        threads.order_to_cash_id,
        threads.currency,
        'contracted' as from_stage,
        'expected' as to_stage,
        -- A period that is due is expected at the rates of its documents, the schedule at one.
        case when measured.order_to_cash_id is null then 'not_due' else 'document_rate' end
            as reason,
        threads.expected_amount - threads.contracted_amount as amount
    from int_bridge__threads as threads
    left join int_gaps__measured as measured
        on threads.order_to_cash_id = measured.order_to_cash_id
),

gapped as (
    select
        order_to_cash_id,
        currency,
        sum(gap_amount) as gap_amount
    from int_bridge__gaps
    group by order_to_cash_id, currency
),

from_expected as (
    select
        threads.sale_id,
        threads.order_to_cash_id,
        threads.currency,
        'expected' as from_stage,
        'billed' as to_stage,
        gaps.gap_class as reason,
        gaps.gap_amount as amount
    from int_bridge__threads as threads
    inner join int_bridge__gaps as gaps
        on
            threads.order_to_cash_id = gaps.order_to_cash_id
            and threads.currency = gaps.currency
    union all
    select
        threads.sale_id,
        threads.order_to_cash_id,
        threads.currency,
        'expected' as from_stage,
        'billed' as to_stage,
        coalesce(measured.unjudged_reason, 'no_gap') as reason,
        threads.billed_amount - threads.expected_amount - coalesce(gapped.gap_amount, 0) as amount
    from int_bridge__threads as threads
    left join gapped
        on
            threads.order_to_cash_id = gapped.order_to_cash_id
            and threads.currency = gapped.currency
    left join int_gaps__measured as measured
        on threads.order_to_cash_id = measured.order_to_cash_id
),

steps as (
    select * from from_booked
    union all by name
    select * from from_contracted
    union all by name
    select * from from_expected
),

int_bridge__steps as (
    select
        * exclude (amount),
        amount::decimal(18, 4) as amount
    from steps
    where amount != 0
)

select * from int_bridge__steps
