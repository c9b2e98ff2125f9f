with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

exchange_rates as (
    select * from {{ ref('exchange_rates') }}
),

rates as (
    select
        from_currency,
        to_currency,
        rate_date,
        rate
    from exchange_rates
    union all
    select
        to_currency as from_currency,
        from_currency as to_currency,
        rate_date,
        inverse_rate as rate
    from exchange_rates
),

int_replay__wrong_rate_date as (
    -- CANONICAL 3, causes (4): any published rate of the 60 days before to 10 after the issue.
    select
        int_gaps__diverging_periods.contract_line_id,
        int_gaps__diverging_periods.billing_period_start,
        'wrong_rate_date' as gap_cause,
        rates.rate_date::varchar as detail,
        rates.rate as new_rate
    from int_gaps__diverging_periods
    inner join rates
        on
            int_gaps__diverging_periods.currency = rates.from_currency
            and int_gaps__diverging_periods.invoice_currency = rates.to_currency
            and rates.rate_date
            between int_gaps__diverging_periods.first_billed_on - 60
            and int_gaps__diverging_periods.first_billed_on + 10
)

select * from int_replay__wrong_rate_date
