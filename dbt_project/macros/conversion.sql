{# From the contract's currency to the invoice's, and the tax on it; called as the steps of
   `billing.sql` are, on the contract's terms and on altered ones. #}

{% macro converted_rows(netted, rates, currencies, run_settings) %}
-- CANONICAL 2, currency: the rate of the rule's day; for days after the as-of date the last known.
with netted as (
    select * from {{ netted }}
),

daily_exchange_rates as (
    select * from {{ rates }}
),

currencies as (
    select * from {{ currencies }}
),

run_settings as (
    select as_of_date from {{ run_settings }}
),

billed as (
    select
        * exclude (billing_timing),
        case
            when charge_kind in ('one_time', 'milestone') then period_start
            -- CANONICAL 2: usage is always billed in arrears, and so is what lacks to a minimum.
            when charge_kind in ('usage', 'minimum_true_up') then billing_period_until
            when billing_timing = 'in_advance' then period_start
            else billing_period_until
        end as bill_on
    from netted
),

dated as (
    select
        billed.*,
        run_settings.as_of_date,
        case billed.fx_rule
            when 'period_start' then billed.period_start
            when 'period_end' then billed.period_until - 1
            when 'prior_month_end' then date_trunc('month', billed.bill_on)::date - 1
            else billed.bill_on
        end as rate_on
    from billed
    cross join run_settings
),

rated as (
    select
        dated.*,
        case
            when dated.currency = dated.invoice_currency then 1
            when dated.fx_rule = 'fixed' then dated.fx_rate
            else daily_exchange_rates.exchange_rate
        end::decimal(28, 16) as exchange_rate,
        dated.currency != dated.invoice_currency
        and dated.fx_rule != 'fixed'
        and dated.rate_on > dated.as_of_date as is_rate_provisional
    from dated
    left join daily_exchange_rates
        on
            dated.currency = daily_exchange_rates.from_currency
            and dated.invoice_currency = daily_exchange_rates.to_currency
            and least(dated.rate_on, dated.as_of_date + 1) = daily_exchange_rates.rate_on
)

select
    rated.* exclude (fx_rate, as_of_date),
    try({{ round_amount(times_rate('rated.net_amount', 'rated.exchange_rate'), 'currencies.minor_units') }})
        as invoice_net_amount
from rated
inner join currencies on rated.invoice_currency = currencies.currency
{% endmacro %}

{% macro taxed_rows(converted, currencies, run_settings) %}
-- CANONICAL 2, currency: tax is rounded per row, in the invoice currency; by the setting per
-- document, for which each row keeps the four decimals that an amount has.
with converted as (
    select * from {{ converted }}
),

currencies as (
    select * from {{ currencies }}
),

run_settings as (
    select tax_rounding from {{ run_settings }}
)

select
    converted.*,
    try({{ round_tax(
        times_rate('converted.invoice_net_amount', 'coalesce(converted.tax_rate, 0)'),
        'currencies.minor_units'
    ) }}) as tax_amount
from converted
inner join currencies on converted.invoice_currency = currencies.currency
cross join run_settings
{% endmacro %}

{% macro round_tax(number, minor_units) -%}
    {{ round_amount(
        number, "(case run_settings.tax_rounding when 'document' then 4 else " ~ minor_units ~ " end)"
    ) }}
{%- endmacro %}
