-- Fails if a deal is in no thread, or a deal without contract in more than one.
with threads as (
    select
        opportunity_id,
        count(*) filter (where stage_reached = 'opportunity') as orphan_count
    from {{ ref('fct_order_to_cash') }}
    where opportunity_id is not null
    group by opportunity_id
),

quoted as (
    select distinct quotes.opportunity_id
    from {{ ref('contracts') }} as contracts
    inner join {{ ref('quotes') }} as quotes on contracts.quote_id = quotes.quote_id
)

select opportunities.opportunity_id
from {{ ref('opportunities') }} as opportunities
left join threads on opportunities.opportunity_id = threads.opportunity_id
left join quoted on opportunities.opportunity_id = quoted.opportunity_id
where
    threads.orphan_count > 1
    or (threads.opportunity_id is null and quoted.opportunity_id is null)
