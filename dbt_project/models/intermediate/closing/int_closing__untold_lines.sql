with int_billing_schedule as (
    select
        contract_line_id,
        period_start
    from {{ ref('int_billing_schedule') }}
    where invoice_net_amount is null
),

int_billing__lines as (
    select contract_line_id
    from {{ ref('int_billing__lines') }}
    where unpriced_reason is not null
),

int_revenue_schedule as (
    select contract_line_id
    from {{ ref('int_revenue_schedule') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

lacking as (
    select int_billing_schedule.contract_line_id
    from int_billing_schedule
    inner join run_settings on int_billing_schedule.period_start <= run_settings.as_of_date
    union all
    select contract_line_id
    from int_billing__lines
),

int_closing__untold_lines as (
    -- One rate that lacks leaves a line out of revenue as a whole. What it earned in a closed month
    -- is then not known, and not nothing.
    select lacking.contract_line_id
    from lacking
    left join int_revenue_schedule
        on lacking.contract_line_id = int_revenue_schedule.contract_line_id
    where int_revenue_schedule.contract_line_id is null
    group by lacking.contract_line_id
)

select * from int_closing__untold_lines
