with int_revenue__pieces as (
    select * from {{ ref('int_revenue__pieces') }}
    where earning_method in ('metered', 'drawn')
),

usage_records as (
    select * from {{ ref('usage_records') }}
),

int_revenue__used as (
    -- CANONICAL 2, recognition: usage on the day it was used; outside the service it earns nothing.
    select
        int_revenue__pieces.billing_schedule_id,
        {{ month_index('usage_records.used_on') }} as month_number,
        {{ whole('sum(usage_records.quantity)', 8) }} as used_parts
    from int_revenue__pieces
    inner join usage_records
        on
            int_revenue__pieces.contract_line_id = usage_records.contract_line_id
            and int_revenue__pieces.earned_from <= usage_records.used_on
            and int_revenue__pieces.earned_until > usage_records.used_on
    group by int_revenue__pieces.billing_schedule_id, month_number
)

select * from int_revenue__used
