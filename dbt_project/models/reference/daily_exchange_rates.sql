with exchange_rates as (
    select * from {{ ref('exchange_rates') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

published as (
    select
        from_currency,
        to_currency,
        rate_date,
        rate as exchange_rate,
        1 as precedence
    from exchange_rates
    union all
    select
        to_currency as from_currency,
        from_currency as to_currency,
        rate_date,
        inverse_rate as exchange_rate,
        2 as precedence
    from exchange_rates
),

in_force as (
    -- CANONICAL 2, currency: the rate of a day or the last of the 7 days before; for days after the
    -- as-of date, which all are its morrow here, the last known.
    select
        published.*,
        run_settings.as_of_date,
        lead(published.rate_date) over pair_in_time as next_rate_date
    from published
    cross join run_settings
    window pair_in_time as (
        partition by published.from_currency, published.to_currency, published.precedence
        order by published.rate_date
    )
),

days as (
    select
        *,
        unnest(range(
            0,
            least(
                coalesce(next_rate_date - rate_date, 8),
                8,
                as_of_date + 1 - rate_date
            )
        )) as days_later
    from in_force
),

valid as (
    select
        from_currency,
        to_currency,
        rate_date + days_later::integer as rate_on,
        exchange_rate,
        precedence
    from days
    union all
    select
        from_currency,
        to_currency,
        as_of_date + 1 as rate_on,
        exchange_rate,
        precedence
    from in_force
    where next_rate_date is null
),

daily_exchange_rates as (
    -- A pair's own rate goes before the opposite one's inverse; never through a third currency.
    select
        from_currency,
        to_currency,
        rate_on,
        min_by(exchange_rate, precedence) as exchange_rate
    from valid
    group by from_currency, to_currency, rate_on
)

select * from daily_exchange_rates
