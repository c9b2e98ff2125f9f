with daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

int_recurring__rolled as (
    select min(movement_month) as first_month
    from {{ ref('int_recurring__rolled') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

published as (
    -- The last rate of each month; of the day itself where the day has one.
    select
        daily_exchange_rates.from_currency,
        daily_exchange_rates.to_currency,
        {{ month_index('daily_exchange_rates.rate_on') }} as month_number,
        max_by(daily_exchange_rates.exchange_rate, daily_exchange_rates.rate_on) as exchange_rate,
        max(daily_exchange_rates.rate_on) as last_rate_on
    from daily_exchange_rates
    inner join run_settings on daily_exchange_rates.rate_on <= run_settings.as_of_date
    group by
        daily_exchange_rates.from_currency, daily_exchange_rates.to_currency, month_number
),

pairs as (
    select
        published.from_currency,
        published.to_currency,
        run_settings.as_of_date,
        unnest(range(
            least(
                min(published.month_number),
                coalesce(
                    {{ month_index('int_recurring__rolled.first_month') }},
                    min(published.month_number)
                )
            ),
            {{ month_index('run_settings.as_of_date') }} + 1
        )) as month_number
    from published
    cross join run_settings
    cross join int_recurring__rolled
    group by
        published.from_currency,
        published.to_currency,
        run_settings.as_of_date,
        int_recurring__rolled.first_month
),

int_recurring__rates as (
    -- Recurring revenue is no document: a month without a rate takes the last one before it, and
    -- where there is none the first one after, and says so.
    select
        pairs.from_currency,
        pairs.to_currency,
        coalesce(
            last_value(published.exchange_rate ignore nulls) over (
                pair_in_time rows between unbounded preceding and current row
            ),
            first_value(published.exchange_rate ignore nulls) over (
                pair_in_time rows between current row and unbounded following
            )
        ) as exchange_rate,
        coalesce(
            published.last_rate_on != least(
                {{ day_of_month_index('pairs.month_number', '31') }}, pairs.as_of_date
            ),
            true
        ) as is_rate_estimated,
        {{ day_of_month_index('pairs.month_number', '1') }} as movement_month
    from pairs
    left join published
        on
            pairs.from_currency = published.from_currency
            and pairs.to_currency = published.to_currency
            and pairs.month_number = published.month_number
    window pair_in_time as (
        partition by pairs.from_currency, pairs.to_currency order by pairs.month_number
    )
)

select * from int_recurring__rates
