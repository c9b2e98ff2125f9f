-- Fails if a deal is in no thread, alone in more than one, or alone although it has a contract.
with threads as (
    select
        opportunity_id,
        count(*) filter (where stage_reached = 'opportunity') as lone_count,
        count(*) filter (where contract_id is not null) as contracted_count
    from {{ ref('fct_order_to_cash') }}
    where opportunity_id is not null
    group by opportunity_id
)

select
    opportunities.opportunity_id,
    threads.lone_count,
    threads.contracted_count
from {{ ref('opportunities') }} as opportunities
left join threads on opportunities.opportunity_id = threads.opportunity_id
where
    threads.opportunity_id is null
    or threads.lone_count > 1
    or (threads.lone_count = 1) = (threads.contracted_count > 0)
