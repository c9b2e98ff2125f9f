with int_obligation__rows as (
    select * from {{ ref('int_obligation__rows') }}
),

int_obligation__lines as (
    select * from {{ ref('int_obligation__lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

rated as (
    -- IFRS 15.87: the price is allocated as it stands at the start, so all is at the rate of that
    -- day; what later rates add is earned with the period that is billed at them.
    select
        rows.*,
        int_obligation__lines.obligation_id,
        int_obligation__lines.is_bundled,
        int_obligation__lines.charge_model,
        int_obligation__lines.method,
        currencies.minor_units,
        case
            when rows.currency = rows.invoice_currency then 1
            when rows.fx_rule = 'fixed' then rows.fx_rate
            else daily_exchange_rates.exchange_rate
        end::decimal(28, 16) as exchange_rate
    from int_obligation__rows as rows
    inner join int_obligation__lines
        on rows.contract_line_id = int_obligation__lines.contract_line_id
    inner join currencies on rows.invoice_currency = currencies.currency
    cross join run_settings
    left join daily_exchange_rates
        on
            rows.currency = daily_exchange_rates.from_currency
            and rows.invoice_currency = daily_exchange_rates.to_currency
            and least(int_obligation__lines.life_start, run_settings.as_of_date + 1)
            = daily_exchange_rates.rate_on
),

int_obligation__converted as (
    select
        * exclude (currency, fx_rule, fx_rate, net_amount, exchange_rate),
        {{ round_amount(times_rate('net_amount', 'exchange_rate'), 'minor_units') }}
            as invoice_net_amount
    from rated
)

select * from int_obligation__converted
