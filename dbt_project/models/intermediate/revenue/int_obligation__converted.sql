with int_obligation__discounted as (
    select * from {{ ref('int_obligation__discounted') }}
),

int_obligation__terms as (
    select
        terms_variant,
        version_number,
        is_standalone
    from {{ ref('int_obligation__terms') }}
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
        priced_rows.terms_variant,
        priced_rows.contract_line_id,
        priced_rows.billing_period_start,
        priced_rows.billing_period_until,
        priced_rows.period_start,
        priced_rows.period_until,
        priced_rows.charge_kind,
        priced_rows.quantity,
        priced_rows.net_amount,
        priced_rows.invoice_currency,
        terms.version_number,
        terms.is_standalone,
        int_obligation__lines.obligation_id,
        int_obligation__lines.is_bundled,
        int_obligation__lines.charge_model,
        int_obligation__lines.earning_method,
        currencies.minor_units,
        case
            when priced_rows.currency = priced_rows.invoice_currency then 1
            when priced_rows.fx_rule = 'fixed' then priced_rows.fx_rate
            else daily_exchange_rates.exchange_rate
        end::decimal(28, 16) as exchange_rate
    from int_obligation__discounted as priced_rows
    inner join int_obligation__terms as terms on priced_rows.terms_variant = terms.terms_variant
    inner join int_obligation__lines
        on priced_rows.contract_line_id = int_obligation__lines.contract_line_id
    inner join currencies on priced_rows.invoice_currency = currencies.currency
    cross join run_settings
    left join daily_exchange_rates
        on
            priced_rows.currency = daily_exchange_rates.from_currency
            and priced_rows.invoice_currency = daily_exchange_rates.to_currency
            and least(int_obligation__lines.life_start, run_settings.as_of_date + 1)
            = daily_exchange_rates.rate_on
),

int_obligation__converted as (
    select
        * exclude (net_amount, exchange_rate),
        {{ at_rate('net_amount', 'exchange_rate', 'minor_units') }} as invoice_net_amount
    from rated
)

select * from int_obligation__converted
