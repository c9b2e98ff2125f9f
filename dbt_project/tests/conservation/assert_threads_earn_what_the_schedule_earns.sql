-- Fails if a contract line earned one amount in its threads and another in the revenue schedule.
with threads as (
    select
        contract_line_id,
        sum(recognised_amount) as recognised_amount
    from {{ ref('fct_order_to_cash') }}
    group by contract_line_id
),

revenue as (
    select
        contract_line_id,
        sum(recognised_amount) as recognised_amount
    from {{ ref('fct_revenue_schedule') }}
    group by contract_line_id
)

select
    revenue.contract_line_id,
    revenue.recognised_amount,
    threads.recognised_amount as thread_recognised_amount
from revenue
left join threads on revenue.contract_line_id = threads.contract_line_id
where revenue.recognised_amount is distinct from threads.recognised_amount
