{# The billing steps that also run on replayed terms: each rule is written here once and called by
   two thin models, `int_billing__…` on the contract's terms and `int_replay__…` on altered ones. #}

{% macro term_segments(lines, changes) %}
-- CANONICAL 2, adjustments: of the changes in force on a day the one that began last counts
-- (same day: the later signed, then the higher id).
with lines as (
    select
        terms_variant,
        contract_line_id,
        life_start,
        life_until,
        quantity,
        unit_price
    from {{ lines }}
),

changes as (
    select
        terms_variant,
        contract_line_id,
        change_id,
        kind,
        began_on,
        signed_on,
        new_value
    from {{ changes }}
),

starts as (
    select
        terms_variant,
        contract_line_id,
        life_start as segment_start
    from lines
    union distinct
    select
        changes.terms_variant,
        changes.contract_line_id,
        changes.began_on as segment_start
    from changes
    inner join lines
        on
            changes.terms_variant = lines.terms_variant
            and changes.contract_line_id = lines.contract_line_id
    where changes.began_on > lines.life_start and changes.began_on < lines.life_until
),

in_force as (
    select
        starts.terms_variant,
        starts.contract_line_id,
        starts.segment_start,
        changes.kind,
        changes.new_value
    from starts
    inner join changes
        on
            starts.terms_variant = changes.terms_variant
            and starts.contract_line_id = changes.contract_line_id
            and changes.began_on <= starts.segment_start
    qualify
        row_number() over (
            partition by
                starts.terms_variant, starts.contract_line_id, starts.segment_start, changes.kind
            order by changes.began_on desc, changes.signed_on desc, changes.change_id desc
        ) = 1
),

valued as (
    select
        starts.terms_variant,
        starts.contract_line_id,
        starts.segment_start,
        lines.life_until,
        coalesce(quantities.new_value, lines.quantity) as quantity,
        coalesce(prices.new_value, lines.unit_price) as unit_price
    from starts
    inner join lines
        on
            starts.terms_variant = lines.terms_variant
            and starts.contract_line_id = lines.contract_line_id
    left join in_force as quantities
        on
            starts.terms_variant = quantities.terms_variant
            and starts.contract_line_id = quantities.contract_line_id
            and starts.segment_start = quantities.segment_start
            and quantities.kind = 'quantity'
    left join in_force as prices
        on
            starts.terms_variant = prices.terms_variant
            and starts.contract_line_id = prices.contract_line_id
            and starts.segment_start = prices.segment_start
            and prices.kind = 'price'
),

changed as (
    -- A date on which neither quantity nor price changes cuts nothing.
    select *
    from valued
    window line_in_time as (partition by terms_variant, contract_line_id order by segment_start)
    qualify
        row_number() over line_in_time = 1
        or quantity is distinct from lag(quantity) over line_in_time
        or unit_price is distinct from lag(unit_price) over line_in_time
)

select
    terms_variant,
    contract_line_id,
    segment_start,
    coalesce(
        lead(segment_start) over (
            partition by terms_variant, contract_line_id order by segment_start
        ),
        life_until
    ) as segment_until,
    quantity,
    unit_price
from changed
{% endmacro %}

{% macro priced_rows(lines, periods, segments) %}
-- CANONICAL 2, segments: under `full` and `none` a period is not cut, the terms of its first
-- served day hold for all of it; otherwise every stretch of constant terms is a row.
with lines as (
    select
        terms_variant,
        contract_line_id,
        charge_model,
        proration,
        price_ratio_numerator,
        price_ratio_denominator
    from {{ lines }}
),

periods as (
    select * from {{ periods }}
),

segments as (
    select * from {{ segments }}
)

select
    periods.terms_variant,
    periods.contract_line_id,
    periods.billing_period_start,
    periods.billing_period_until,
    periods.full_period_start,
    periods.full_period_until,
    greatest(periods.billing_period_start, segments.segment_start) as period_start,
    case
        when lines.proration in ('full', 'none') then periods.billing_period_until
        else least(periods.billing_period_until, segments.segment_until)
    end as period_until,
    case when lines.charge_model = 'one_time' then 'one_time' else 'recurring' end as charge_kind,
    lines.charge_model,
    lines.proration,
    case
        when lines.charge_model = 'one_time' then coalesce(segments.quantity, 1)
        else segments.quantity
    end as quantity,
    segments.unit_price,
    lines.price_ratio_numerator,
    lines.price_ratio_denominator
from periods
inner join lines
    on
        periods.terms_variant = lines.terms_variant
        and periods.contract_line_id = lines.contract_line_id
inner join segments
    on
        periods.terms_variant = segments.terms_variant
        and periods.contract_line_id = segments.contract_line_id
        and {{ overlaps(
            'periods.billing_period_start', 'periods.billing_period_until',
            'segments.segment_start', 'segments.segment_until'
        ) }}
where
    lines.proration not in ('full', 'none')
    or segments.segment_start <= periods.billing_period_start
{% endmacro %}

{% macro prorated_rows(priced) %}
-- CANONICAL 2, amount: the full period is the anchored one that holds the stub, never the part
-- served, and a ratio stays an exact fraction until the row is rounded.
with priced as (
    select
        *,
        billing_period_start = full_period_start
        and billing_period_until = full_period_until as is_whole_period
    from {{ priced }}
)

select
    * exclude (is_whole_period),
    case
        when charge_kind = 'one_time' then 1
        when proration = 'full' then 1
        when proration = 'none' then is_whole_period::integer
        else period_until - period_start
    end as ratio_numerator,
    case
        when charge_kind = 'one_time' or proration in ('full', 'none') then 1
        else full_period_until - full_period_start
    end as ratio_denominator
from priced
{% endmacro %}

{% macro netted_rows(prorated, lines, currencies) %}
-- CANONICAL 2, segments: a row's net amount is rounded once, half away from zero, to the minor
-- unit of the contract currency. Everything before is a whole-number fraction.
with prorated as (
    select * from {{ prorated }}
),

lines as (
    select
        terms_variant,
        contract_line_id,
        currency
    from {{ lines }}
),

currencies as (
    select * from {{ currencies }}
),

fractions as (
    select
        prorated.*,
        lines.currency,
        currencies.minor_units,
        {{ whole('prorated.unit_price', 8) }}
        -- A flat price is the same whatever the quantity.
        * case
            when prorated.charge_model = 'flat' then 100000000::hugeint
            else {{ whole('prorated.quantity', 8) }}
        end
        * prorated.price_ratio_numerator
        * prorated.ratio_numerator as net_numerator,
        10000000000000000::hugeint
        * prorated.price_ratio_denominator
        * prorated.ratio_denominator as net_denominator
    from prorated
    inner join lines
        on
            prorated.terms_variant = lines.terms_variant
            and prorated.contract_line_id = lines.contract_line_id
    inner join currencies on lines.currency = currencies.currency
)

select
    * exclude (net_numerator, net_denominator, minor_units),
    {{ fraction_to_amount('net_numerator', 'net_denominator', 'minor_units') }} as net_amount
from fractions
{% endmacro %}

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
        fx_rate
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
        case
            when netted.charge_kind = 'one_time' or lines.billing_timing = 'in_advance'
                then netted.period_start
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
    {{ round_amount(times_rate('rated.net_amount', 'rated.exchange_rate'), 'currencies.minor_units') }}
        as invoice_net_amount
from rated
inner join currencies on rated.invoice_currency = currencies.currency
{% endmacro %}

{% macro taxed_rows(converted, lines, currencies) %}
-- CANONICAL 2, currency: tax is rounded per row, in the invoice currency.
with converted as (
    select * from {{ converted }}
),

lines as (
    select
        terms_variant,
        contract_line_id,
        tax_rate
    from {{ lines }}
),

currencies as (
    select * from {{ currencies }}
)

select
    converted.*,
    lines.tax_rate,
    {{ round_amount(
        times_rate('converted.invoice_net_amount', 'coalesce(lines.tax_rate, 0)'),
        'currencies.minor_units'
    ) }} as tax_amount
from converted
inner join lines
    on
        converted.terms_variant = lines.terms_variant
        and converted.contract_line_id = lines.contract_line_id
inner join currencies on converted.invoice_currency = currencies.currency
{% endmacro %}
