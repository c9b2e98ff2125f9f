-- Fails if a line's first billing period does not begin on its first day: days would go unbilled.
select
    lines.contract_line_id,
    lines.life_start,
    min(periods.billing_period_start) as first_period_start
from {{ ref('int_terms__priceable_lines') }} as lines
inner join {{ ref('int_billing__periods') }} as periods
    on lines.contract_line_id = periods.contract_line_id
-- A milestone's life begins with the first that is done, which may be cancelled by then.
where lines.charge_model != 'milestone'
group by lines.contract_line_id, lines.life_start
having min(periods.billing_period_start) != lines.life_start
