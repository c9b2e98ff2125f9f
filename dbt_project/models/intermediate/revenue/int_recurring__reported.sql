with int_recurring__converted as (
    select * from {{ ref('int_recurring__converted') }}
),

int_recurring__rates as (
    select * from {{ ref('int_recurring__rates') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select reporting_currency from {{ ref('run_settings') }}
),

rated as (
    -- A currency without any rate to the reporting currency stands in its own: nothing is left out.
    select
        converted.* exclude (currency, contract_currency),
        converted.currency as billed_currency,
        converted.contract_currency,
        case
            when ending.exchange_rate is null then converted.currency
            else run_settings.reporting_currency
        end as currency,
        coalesce(ending.exchange_rate, 1)::decimal(28, 16) as exchange_rate,
        coalesce(beginning.exchange_rate, ending.exchange_rate, 1)::decimal(28, 16)
            as opening_rate,
        coalesce(ending.is_rate_estimated, false) as is_reporting_rate_estimated
    from int_recurring__converted as converted
    cross join run_settings
    left join int_recurring__rates as ending
        on
            converted.currency = ending.from_currency
            and run_settings.reporting_currency = ending.to_currency
            and converted.movement_month = ending.movement_month
    left join int_recurring__rates as beginning
        on
            converted.currency = beginning.from_currency
            and run_settings.reporting_currency = beginning.to_currency
            and (converted.movement_month - interval 1 month)::date = beginning.movement_month
),

int_recurring__reported as (
    select
        rated.contract_line_id,
        rated.customer_id,
        {{ at_rate('rated.opening_amount', 'rated.opening_rate', 'currencies.minor_units') }}
            as opening_amount,
        {{ at_rate('rated.opening_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as reported_amount,
        {{ at_rate('rated.revalued_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as revalued_amount,
        {{ at_rate('rated.indexed_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as indexed_amount,
        {{ at_rate('rated.closing_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as closing_amount,
        {{ at_rate('rated.list_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as list_amount,
        {{ at_rate('rated.contract_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as contract_amount,
        {{ at_rate('rated.billed_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as billed_amount,
        {{ at_rate('rated.true_up_amount', 'rated.exchange_rate', 'currencies.minor_units') }}
            as true_up_amount,
        rated.currency,
        rated.billed_currency,
        rated.contract_currency,
        rated.is_rate_estimated or rated.is_reporting_rate_estimated as is_rate_estimated,
        rated.movement_month
    from rated
    inner join currencies on rated.currency = currencies.currency
)

select * from int_recurring__reported
