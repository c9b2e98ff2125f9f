with int_bridge__threads as (
    select * from {{ ref('int_bridge__threads') }}
),

int_bridge__booked as (
    select * from {{ ref('int_bridge__booked') }}
),

int_bridge__deal_reasons as (
    select * from {{ ref('int_bridge__deal_reasons') }}
),

int_gaps__measured as (
    select
        {{ joined_id(['contract_line_id', 'billing_period_start']) }} as order_to_cash_id
    from {{ ref('int_gaps__measured') }}
),

contracted as (
    select
        sale_id,
        currency,
        sum(renewed_amount) as renewal,
        sum(metered_amount) as usage_to_date,
        sum(contracted_amount - renewed_amount - metered_amount) as agreed_amount
    from int_bridge__threads
    group by sale_id, currency
),

compared as (
    select
        contracted.*,
        booked.booked_amount,
        contracted.agreed_amount - coalesce(booked.booked_amount, 0) as remaining,
        reasons.gap_class
    from contracted
    left join int_bridge__booked as booked
        on
            contracted.sale_id = booked.sale_id
            and contracted.currency = booked.currency
    left join int_bridge__deal_reasons as reasons on contracted.sale_id = reasons.sale_id
),

booked_parts as (
    unpivot compared on renewal, usage_to_date, remaining into name part value amount
),

from_booked as (
    -- A CRM tells one figure of a deal: a year, a term, a first payment. Renewals and what is
    -- metered it cannot know; what is left without a gap is another stretch of time.
    select
        booked_parts.sale_id,
        booked_parts.sale_id as order_to_cash_id,
        booked_parts.currency,
        'booked' as from_stage,
        'contracted' as to_stage,
        case
            when booked_parts.part != 'remaining' then booked_parts.part
            when booked_parts.gap_class is not null then booked_parts.gap_class
            when booked_parts.booked_amount is null then 'no_booked_amount'
            else 'other_stretch'
        end as reason,
        booked_parts.amount
    from booked_parts
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

steps as (
    select * from from_booked
    union all by name
    select * from from_contracted
),

int_bridge__sale_steps as (
    select
        * exclude (amount),
        amount::decimal(18, 4) as amount
    from steps
    where amount != 0
)

select * from int_bridge__sale_steps
