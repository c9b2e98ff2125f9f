{# From the contract's currency to the invoice's, and the tax on it; called as the steps of
   `billing.sql` are, on the contract's terms and on altered ones. #}

{% macro converted_rows(netted, lines, rates, currencies, run_settings) %}
-- CANONICAL 2, currency: the rate of the rule's day or the last of the 7 days before; the pair the
-- other way round where there is none; for days after the as-of date the last known rate.
with netted as (
    select * from {{ netted }}
),

lines as (
    select
        terms_variant,
        contract_line_id,
        billing_timing,
        invoice_currency,
        fx_rule,
        fx_rate,
        tax_rate
    from {{ lines }}
),

currencies as (
    select * from {{ currencies }}
),

run_settings as (
    select as_of_date from {{ run_settings }}
),

billed as (
    select
        netted.*,
        lines.invoice_currency,
        lines.fx_rule,
        lines.fx_rate,
        lines.tax_rate,
        case
            when netted.charge_kind in ('one_time', 'milestone') then netted.period_start
            -- CANONICAL 2: usage is always billed in arrears, and so is what lacks to a minimum.
            when netted.charge_kind in ('usage', 'minimum_true_up') then netted.billing_period_until
            when lines.billing_timing = 'in_advance' then netted.period_start
            else netted.billing_period_until
        end as bill_on
    from netted
    inner join lines
        on
            netted.terms_variant = lines.terms_variant
            and netted.contract_line_id = lines.contract_line_id
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

{{ rates_of('dated', 'currency', 'invoice_currency', 'rate_on', rates) }},

rated as (
    select
        dated.*,
        case
            when dated.currency = dated.invoice_currency then 1
            when dated.fx_rule = 'fixed' then dated.fx_rate
            else rates_of_dated.exchange_rate
        end::decimal(28, 16) as exchange_rate,
        dated.currency != dated.invoice_currency
        and dated.fx_rule != 'fixed'
        and dated.rate_on > dated.as_of_date as is_rate_provisional
    from dated
    left join rates_of_dated
        on
            dated.currency = rates_of_dated.from_currency
            and dated.invoice_currency = rates_of_dated.to_currency
            and dated.rate_on = rates_of_dated.wanted_on
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
