with int_revenue__pieces as (
    select * from {{ ref('int_revenue__pieces') }}
),

int_revenue__used as (
    select * from {{ ref('int_revenue__used') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

months as (
    -- What is not served by the as-of date is not earned: the running month counts up to that day.
    select
        int_revenue__pieces.*,
        least(int_revenue__pieces.earned_until, run_settings.as_of_date + 1) as served_until,
        unnest(range(
            {{ month_index('int_revenue__pieces.earned_from') }},
            {{ month_index(
                'least(int_revenue__pieces.earned_until - 1, run_settings.as_of_date)'
            ) }} + 1
        )) as month_number
    from int_revenue__pieces
    inner join run_settings
        on int_revenue__pieces.earned_from <= run_settings.as_of_date
),

measured as (
    select
        months.*,
        {{ day_of_month_index('months.month_number', '1') }} as revenue_month,
        least(
            {{ day_of_month_index('months.month_number + 1', '1') }}, months.served_until
        ) as month_until,
        coalesce(int_revenue__used.used_parts, 0) as used_parts
    from months
    left join int_revenue__used
        on
            months.billing_schedule_id = int_revenue__used.billing_schedule_id
            and months.month_number = int_revenue__used.month_number
),

counted as (
    select
        *,
        sum(used_parts) over (
            partition by billing_schedule_id order by month_number
        )::hugeint as used_to_date,
        sum(used_parts) over (partition by billing_schedule_id)::hugeint as used_in_all,
        {{ whole('coalesce(quantity, 0)', 8) }} as bought_parts
    from measured
),

to_date as (
    -- Usage without a quantity, as a flat amount, goes by days.
    select
        *,
        case
            when earning_method = 'metered' and used_in_all > 0 then used_to_date
            when earning_method = 'drawn' and month_until < earned_until
                then least(used_to_date, bought_parts)
            when earning_method = 'drawn' then bought_parts
            else
                {{ earning_position('month_until', 'earning_method') }}
                - {{ earning_position('earned_from', 'earning_method') }}
        end as served_part,
        case
            when earning_method = 'metered' and used_in_all > 0 then used_in_all
            when earning_method = 'drawn' then bought_parts
            else
                {{ earning_position('earned_until', 'earning_method') }}
                - {{ earning_position('earned_from', 'earning_method') }}
        end as whole_part
    from counted
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
        ) as earned_amount
    from rounded
),

int_revenue__earned as (
    select
        contract_line_id,
        billing_period_start,
        revenue_month,
        sum(earned_amount)::decimal(18, 4) as earned_amount,
        bool_or(invoice_net_amount is null) as is_rate_missing
    from taken
    group by contract_line_id, billing_period_start, revenue_month
)

select * from int_revenue__earned
