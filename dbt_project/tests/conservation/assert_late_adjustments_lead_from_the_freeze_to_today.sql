-- Fails if the adjustments of a closed amount do not add up to what it is away from the freeze: the
-- books would be corrected by another amount than the one that changed.
with latest as (
    select
        closing_month,
        table_name,
        record_id,
        measure,
        currency,
        any_value(frozen_amount) as frozen_amount,
        sum(adjustment_amount) as adjustment_amount
    from {{ ref('fct_late_adjustments') }}
    group by closing_month, table_name, record_id, measure, currency
)

select latest.*
from latest
left join {{ ref('int_closing__amounts') }} as amounts
    on
        latest.closing_month = amounts.closing_month
        and latest.table_name = amounts.table_name
        and latest.record_id = amounts.record_id
        and latest.measure = amounts.measure
        and latest.currency = amounts.currency
-- Revenue that cannot be told now stays at what was last known.
left join {{ ref('int_closing__untold_lines') }} as untold
    on
        latest.table_name = 'fct_revenue_schedule'
        and latest.record_id = untold.contract_line_id
where
    untold.contract_line_id is null
    and latest.frozen_amount + latest.adjustment_amount != coalesce(amounts.amount, 0)
