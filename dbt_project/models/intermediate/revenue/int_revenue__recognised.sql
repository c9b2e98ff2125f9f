with int_invoicing__schedule as (
    select * from {{ ref('int_invoicing__schedule') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

begun as (
    -- What is not served by the as-of date is not earned: the running month counts up to that day.
    select
        int_invoicing__schedule.*,
        least(int_invoicing__schedule.period_end, run_settings.as_of_date) as served_until
    from int_invoicing__schedule
    inner join run_settings
        on int_invoicing__schedule.period_start <= run_settings.as_of_date
),

months as (
    select
        *,
        unnest(range(
            {{ month_index('period_start') }}, {{ month_index('served_until') }} + 1
        )) as month_number
    from begun
),

to_date as (
    -- A one-time charge is a row of one day, so the same share recognises it on that day.
    select
        *,
        {{ day_of_month_index('month_number', '1') }} as revenue_month,
        least({{ day_of_month_index('month_number', '31') }}, served_until) - period_start + 1
            as served_days,
        period_end - period_start + 1 as period_days
    from months
),

rounded as (
    -- CANONICAL 2, recognition: to-date amounts are rounded, a month takes the difference.
    select
        *,
        {{ fraction_to_amount(
            whole('invoice_net_amount', 4) ~ ' * served_days',
            '10000::hugeint * period_days',
            'invoice_minor_units'
        ) }} as amount_to_date
    from to_date
),

taken as (
    select
        *,
        amount_to_date - coalesce(
            lag(amount_to_date) over (
                partition by billing_schedule_id order by revenue_month
            ),
            0
        ) as recognised_amount
    from rounded
),

int_revenue__recognised as (
    select
        contract_line_id,
        billing_period_start,
        revenue_month,
        sum(recognised_amount)::decimal(18, 4) as recognised_amount,
        bool_or(invoice_net_amount is null) as is_rate_missing
    from taken
    group by contract_line_id, billing_period_start, revenue_month
)

select * from int_revenue__recognised
