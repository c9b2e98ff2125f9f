-- Fails if the parts of a bundle are allocated another sum than its price: revenue would be made up
-- or lost where lines share one.
select
    lines.obligation_id,
    totals.version_number,
    sum(totals.total_amount) as price_amount,
    sum(totals.allocated_amount) as allocated_amount
from {{ ref('int_obligation__totals') }} as totals
inner join {{ ref('int_obligation__lines') }} as lines
    on totals.contract_line_id = lines.contract_line_id
where totals.version_number = 0
group by lines.obligation_id, totals.version_number
having sum(totals.total_amount) != sum(totals.allocated_amount)
