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

used as (
    select
        contract_line_id,
        used_on,
        sum(quantity) as quantity
    from {{ ref('usage_records') }}
    group by contract_line_id, used_on
),

used_to_date as (
    -- CANONICAL 2, recognition: usage on the day it was used, so its amount goes by quantities.
    select
        months.billing_schedule_id,
        months.month_number,
        {{ whole('sum(used.quantity)', 8) }} as used_quantity,
        {{ whole(
            'sum(used.quantity) filter (where ' ~ month_index('used.used_on') ~ ' <= months.month_number)',
            8
        ) }} as used_quantity_to_date
    from months
    inner join used
        on
            months.contract_line_id = used.contract_line_id
            and months.period_start <= used.used_on
            and months.period_end >= used.used_on
    where months.charge_kind = 'usage'
    group by months.billing_schedule_id, months.month_number
),

to_date as (
    -- A one-time charge is a row of one day, so the same share recognises it on that day; usage
    -- without a quantity, as a flat amount, goes by days too.
    select
        months.*,
        {{ day_of_month_index('months.month_number', '1') }} as revenue_month,
        case
            when used_to_date.used_quantity > 0 then coalesce(used_to_date.used_quantity_to_date, 0)
            else
                least({{ day_of_month_index('months.month_number', '31') }}, months.served_until)
                - months.period_start + 1
        end::hugeint as served_part,
        case
            when used_to_date.used_quantity > 0 then used_to_date.used_quantity
            else months.period_end - months.period_start + 1
        end::hugeint as whole_part
    from months
    left join used_to_date
        on
            months.billing_schedule_id = used_to_date.billing_schedule_id
            and months.month_number = used_to_date.month_number
),

rounded as (
    -- CANONICAL 2, recognition: to-date amounts are rounded, a month takes the difference.
    select
        *,
        {{ fraction_to_amount(
            whole('invoice_net_amount', 4) ~ ' * served_part',
            '10000::hugeint * whole_part',
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
