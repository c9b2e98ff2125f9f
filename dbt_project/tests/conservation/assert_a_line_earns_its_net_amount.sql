-- Fails if what a contract line earned does not sum to the net amount of its periods that are over:
-- a month would have kept or lost a rounding.
with schedule as (
    select
        contract_line_id,
        sum(invoice_net_amount) as net_amount
    from {{ ref('int_invoicing__schedule') }}
    group by contract_line_id
    having max(period_end) <= (select as_of_date from {{ ref('run_settings') }})
),

revenue as (
    select
        contract_line_id,
        sum(recognised_amount) as recognised_amount
    from {{ ref('fct_revenue_schedule') }}
    group by contract_line_id
)

select
    schedule.contract_line_id,
    schedule.net_amount,
    revenue.recognised_amount
from schedule
inner join revenue on schedule.contract_line_id = revenue.contract_line_id
where schedule.net_amount != revenue.recognised_amount
