-- Fails if what a contract line earned does not sum, once all is served, to the net amount of its
-- periods, less what credit notes took off the price, with what its bundle's allocation moved to
-- it: a month would have kept or lost a rounding.
with served as (
    select contract_line_id
    from {{ ref('int_revenue__pieces') }}
    group by contract_line_id
    having max(earned_until) <= (select as_of_date + 1 from {{ ref('run_settings') }})
),

due as (
    select
        contract_line_id,
        invoice_net_amount as amount
    from {{ ref('int_invoicing__schedule') }}
    union all
    select
        contract_line_id,
        -conceded_amount as amount
    from {{ ref('int_revenue__concessions') }}
    union all
    select
        contract_line_id,
        allocated_amount - total_amount as amount
    from {{ ref('int_obligation__totals') }}
    qualify version_number = max(version_number) over (partition by contract_line_id)
),

dues as (
    select
        contract_line_id,
        sum(amount) as net_amount
    from due
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
    dues.contract_line_id,
    dues.net_amount,
    revenue.recognised_amount
from dues
inner join served on dues.contract_line_id = served.contract_line_id
inner join revenue on dues.contract_line_id = revenue.contract_line_id
where dues.net_amount != revenue.recognised_amount
