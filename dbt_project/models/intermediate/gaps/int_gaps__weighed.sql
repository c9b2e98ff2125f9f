with int_gaps__gathered as (
    select * from {{ ref('int_gaps__gathered') }}
),

int_gaps__thresholds as (
    select * from {{ ref('int_gaps__thresholds') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

int_gaps__weighed as (
    select
        gaps.*,
        case
            when gaps.currency = run_settings.reporting_currency then gaps.gap_amount
            else {{ round_amount(
                times_rate('gaps.gap_amount', 'daily_exchange_rates.exchange_rate'),
                'reporting_units.minor_units'
            ) }}
        end as reporting_gap_amount,
        -- Small is what lies below every threshold stated for it; against nothing expected any
        -- money is much.
        not coalesce(
            gaps.gap_amount != 0
            and abs(gaps.gap_amount)
            < coalesce(thresholds.threshold_amount, abs(gaps.gap_amount) + 1)
            and (
                thresholds.threshold_percent is null
                or 100 * abs(gaps.gap_amount)::decimal(24, 4)
                < thresholds.threshold_percent * abs(gaps.expected_amount)::decimal(20, 4)
            )
            and thresholds.gap_class is not null,
            false
        ) as is_material
    from int_gaps__gathered as gaps
    cross join run_settings
    left join currencies as reporting_units
        on run_settings.reporting_currency = reporting_units.currency
    left join daily_exchange_rates
        on
            gaps.currency = daily_exchange_rates.from_currency
            and run_settings.reporting_currency = daily_exchange_rates.to_currency
            and run_settings.as_of_date = daily_exchange_rates.rate_on
    left join int_gaps__thresholds as thresholds
        on
            gaps.gap_class = thresholds.gap_class
            and gaps.currency = thresholds.currency
)

select * from int_gaps__weighed
