{# The billing steps that also run on replayed terms: each rule is written here once and called by
   two thin models, `int_billing__…` on the contract's terms and `int_replay__…` on altered ones. #}

{% macro priced_rows(lines, periods, segments) %}
-- CANONICAL 2, segments: under `full` and `none` a period is not cut, nor is one of usage: the
-- terms of its first served day hold for all of it; otherwise every stretch of constant terms is
-- a row.
with lines as (
    select
        terms_variant,
        contract_id,
        contract_line_id,
        charge_model,
        currency,
        invoice_currency,
        fx_rule,
        fx_rate,
        tax_rate,
        billing_timing,
        signed_on,
        first_term_end,
        proration,
        price_ratio_numerator,
        price_ratio_denominator,
        case when charge_model not in ('one_time', 'milestone') then minimum_amount end
            as minimum_amount,
        billing_months,
        case when billing_period like '%W' then billing_days // 7 end as billing_weeks,
        proration not in ('full', 'none') and charge_model not like 'usage%' as is_cut
    from {{ lines }}
),

periods as (
    select * from {{ periods }}
),

segments as (
    select * from {{ segments }}
)

-- What the later steps want of a line comes along, so that none joins millions of rows to lines.
select
    periods.terms_variant,
    lines.contract_id,
    periods.contract_line_id,
    periods.milestone_id,
    periods.billing_period_start,
    periods.billing_period_until,
    periods.full_period_start,
    periods.full_period_until,
    greatest(periods.billing_period_start, segments.segment_start) as period_start,
    case
        when lines.is_cut then least(periods.billing_period_until, segments.segment_until)
        else periods.billing_period_until
    end as period_until,
    case
        when lines.charge_model in ('one_time', 'milestone') then lines.charge_model
        when lines.charge_model like 'usage%' then 'usage'
        else 'recurring'
    end as charge_kind,
    lines.charge_model,
    lines.currency,
    lines.invoice_currency,
    lines.fx_rule,
    lines.fx_rate,
    lines.tax_rate,
    lines.billing_timing,
    lines.signed_on,
    lines.first_term_end,
    lines.proration,
    lines.is_cut,
    case
        when lines.charge_model = 'milestone' then 1
        when lines.charge_model = 'one_time' then coalesce(segments.quantity, 1)
        else segments.quantity
    end::decimal(18, 8) as quantity,
    case
        when lines.charge_model = 'milestone' then periods.milestone_amount
        else segments.unit_price
    end::decimal(18, 8) as unit_price,
    case
        when lines.charge_model = 'milestone' then {{ whole('periods.milestone_amount', 4) }}
        else segments.charge_numerator
    end as charge_numerator,
    case when lines.charge_model = 'milestone' then 10000 else segments.charge_denominator end
        as charge_denominator,
    segments.price_set_on,
    segments.price_set_on is not null
    and (lines.charge_model in ('flat', 'per_unit', 'usage_per_unit')) as is_raised,
    segments.percent_discounts,
    segments.discount_numerator,
    segments.discount_denominator,
    segments.amount_discount,
    segments.charge_state,
    segments.clauses,
    lines.price_ratio_numerator,
    lines.price_ratio_denominator,
    lines.minimum_amount,
    lines.billing_months,
    lines.billing_weeks
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
where lines.is_cut or segments.segment_start <= periods.billing_period_start
{% endmacro %}

{% macro raised_rows(priced, price_steps) %}
-- CANONICAL 2, segments: a row ends where an anniversary changes its price; two stretches that end
-- up with the same terms are one.
with priced as (
    select * from {{ priced }}
    where is_raised
),

price_steps as (
    select * from {{ price_steps }}
    where tier_number = 0
),

cut as (
    select
        priced.* exclude (
            period_start, period_until, unit_price, clauses, charge_numerator, charge_denominator
        ),
        {{ charge_fraction(
            'numerator', 'price_steps.unit_price', 'priced.quantity', 'priced.charge_model'
        ) }} as charge_numerator,
        {{ charge_fraction(
            'denominator', 'price_steps.unit_price', 'priced.quantity', 'priced.charge_model'
        ) }} as charge_denominator,
        {{ listed_clauses('priced.clauses', 'price_steps.clauses') }} as clauses,
        case
            when priced.is_cut then greatest(priced.period_start, price_steps.step_on)
            else priced.period_start
        end as period_start,
        case
            when priced.is_cut then least(priced.period_until, price_steps.step_until)
            else priced.period_until
        end as period_until,
        price_steps.unit_price,
        price_steps.is_index_provisional,
        price_steps.missing_index
    from priced
    inner join price_steps
        on
            priced.terms_variant = price_steps.terms_variant
            and priced.contract_line_id = price_steps.contract_line_id
            and priced.price_set_on = price_steps.price_set_on
            and priced.unit_price = price_steps.signed_unit_price
            and price_steps.step_on < priced.period_until
            and price_steps.step_until > priced.period_start
    where priced.is_cut or price_steps.step_on <= priced.period_start
),

marked as (
    -- A period in one piece has nothing to be compared with.
    select
        *,
        coalesce(
            (quantity, unit_price, percent_discounts, amount_discount, charge_state)
            is distinct from lag(
                (quantity, unit_price, percent_discounts, amount_discount, charge_state)
            ) over period_in_time,
            true
        ) as is_changed
    from cut
    where period_start != billing_period_start or period_until != billing_period_until
    window period_in_time as (
        partition by terms_variant, contract_line_id, billing_period_start order by period_start
    )
)

select * from cut
where period_start = billing_period_start and period_until = billing_period_until
union all by name
select
    * exclude (is_changed, period_until),
    coalesce(
        lead(period_start) over (
            partition by terms_variant, contract_line_id, billing_period_start
            order by period_start
        ),
        billing_period_until
    ) as period_until
from marked
where is_changed
{% endmacro %}

{% macro uplifted_rows(priced, raised) %}
-- Every row at the price that is in force on its days.
with unraised as (
    select * from {{ priced }}
    where not is_raised
),

raised as (
    select * from {{ raised }}
)

select
    *,
    false as is_index_provisional,
    null::varchar as missing_index
from unraised
union all by name
select * from raised
{% endmacro %}

{% macro metered_rows(uplifted, tier_charges) %}
-- CANONICAL 2, charge models: usage at what its tiers cost.
with usage_rows as (
    select * from {{ uplifted }}
    where charge_kind = 'usage'
),

tier_charges as (
    select * from {{ tier_charges }}
)

select
    usage_rows.* exclude (
        quantity, unit_price, charge_state, clauses, charge_numerator, charge_denominator,
        is_index_provisional, missing_index
    ),
    tier_charges.billed_quantity as quantity,
    case
        when usage_rows.charge_model != 'usage_graduated'
            then coalesce(tier_charges.unit_price, usage_rows.unit_price)
    end as unit_price,
    -- A period of usage without a day to charge costs nothing, no tier's flat amount either.
    case
        when tier_charges.has_charged_days then 'charged'
        when usage_rows.charge_state = 'charged' then 'free'
        else usage_rows.charge_state
    end as charge_state,
    {{ listed_clauses('usage_rows.clauses', 'tier_charges.clauses') }} as clauses,
    tier_charges.used_quantity,
    tier_charges.tier_arithmetic,
    case
        when usage_rows.charge_model = 'usage_per_unit'
            then
                try(
                    {{ whole('usage_rows.unit_price', 8) }}
                    * {{ whole('tier_charges.billed_quantity', 8) }}
                )
        else tier_charges.charge_numerator
    end as charge_numerator,
    10000000000000000::hugeint as charge_denominator,
    usage_rows.is_index_provisional or tier_charges.is_index_provisional as is_index_provisional,
    coalesce(tier_charges.missing_index, usage_rows.missing_index) as missing_index
from usage_rows
inner join tier_charges
    on
        usage_rows.terms_variant = tier_charges.terms_variant
        and usage_rows.contract_line_id = tier_charges.contract_line_id
        and usage_rows.billing_period_start = tier_charges.billing_period_start
{% endmacro %}

{% macro tiered_rows(uplifted, metered) %}
-- CANONICAL 2, charge models: what a full period costs before discounts, as an exact fraction.
with priced as (
    {{ fixed_rows(uplifted) }}
),

metered as (
    select * from {{ metered }}
)

select * from priced
union all by name
select * from metered
{% endmacro %}

{% macro fixed_rows(uplifted) %}
-- What a full period costs where no usage is metered.
select
    * exclude (charge_numerator, charge_denominator),
    case
        when charge_kind = 'recurring' then try(charge_numerator * price_ratio_numerator)
        else charge_numerator
    end as charge_numerator,
    case
        when charge_kind = 'recurring' then charge_denominator * price_ratio_denominator
        else charge_denominator
    end as charge_denominator
from {{ uplifted }}
where charge_kind != 'usage'
{% endmacro %}

{% macro prorated_rows(tiered) %}
-- CANONICAL 2, amount: a row's ratio is that through its last day less that through the day before
-- its first, so that cutting never changes the period's share; it stays an exact fraction.
with tiered as not materialized (
    select
        *,
        charge_kind in ('one_time', 'milestone') as is_point,
        -- For weeks and days the conventions that count months mean `actual`.
        case
            when proration in ('actual_month', 'thirty_360', 'fixed_30') and billing_months is null
                then 'actual'
            when proration = 'actual_365' and coalesce(billing_months, billing_weeks) is null
                then 'actual'
            else proration
        end as day_count
    from {{ tiered }}
),

measured as not materialized (
    select
        *,
        case
            when is_point or day_count in ('full', 'none') then 1
            when day_count = 'actual' then full_period_until - full_period_start
            when day_count = 'actual_month' then billing_months * {{ month_parts() }}
            when day_count in ('thirty_360', 'fixed_30') then 30 * billing_months
            else 365 * coalesce(billing_months, billing_weeks)
        end as ratio_denominator,
        -- Told apart, because DuckDB works out what a case repeats for every row, whichever branch
        -- it takes, and few rows need the calendar.
        day_count in ('actual_month', 'thirty_360')
        and not is_point
        and (period_start != full_period_start or period_until != full_period_until)
            as is_counted_in_months
    from tiered
)

select
    * exclude (is_point, day_count, billing_months, billing_weeks, is_counted_in_months),
    case
        when is_point or day_count = 'full' then 1
        when period_start = full_period_start and period_until = full_period_until
            then ratio_denominator
        else
            {{ ratio_through('period_until', days_served('period_until')) }}
            - {{ ratio_through('period_start', days_served('period_start')) }}
    end as ratio_numerator
from measured
where not is_counted_in_months
union all by name
select
    * exclude (is_point, day_count, billing_months, billing_weeks, is_counted_in_months),
    {{ ratio_through('period_until', months_served('period_until')) }}
    - {{ ratio_through('period_start', months_served('period_start')) }} as ratio_numerator
from measured
where is_counted_in_months
{% endmacro %}

{% macro ratio_through(until, served) -%}
    {#- The ratio of the days from the period's first served one up to `until`, in the row's
        denominator; 1 when the period is served whole, and never above. -#}
    case
        when {{ until }} = billing_period_start then 0
        when billing_period_start = full_period_start and {{ until }} = full_period_until
            then ratio_denominator
        when day_count = 'none' then 0
        else least(ratio_denominator, {{ served }})
    end
{%- endmacro %}

{% macro days_served(until) -%}
    case when day_count != 'actual_365' then 1 when billing_months is null then 52 else 12 end
    * ({{ until }} - billing_period_start)
{%- endmacro %}

{% macro months_served(until) -%}
    case day_count
        when 'actual_month' then {{ month_parts_between(
            'billing_period_start', until, 'billing_period_start = full_period_start'
        ) }}
        else {{ days_360('billing_period_start', until) }}
    end
{%- endmacro %}

{% macro discounted_rows(prorated, currencies) %}
-- CANONICAL 2, adjustments and segments: percent discounts multiply, an amount comes off a full
-- period and never below zero; then a row's net amount is rounded once, half away from zero, to
-- the minor unit of the contract currency. What does not fit is null, and the line is set aside.
with prorated as (
    select * from {{ prorated }}
),

currencies as (
    select * from {{ currencies }}
),

fractions as (
    select
        prorated.*,
        currencies.minor_units,
        try(prorated.charge_numerator * prorated.discount_numerator) as price_numerator,
        try(prorated.charge_denominator * prorated.discount_denominator) as price_denominator,
        -- Usage is not prorated; the amount that comes off it is.
        case when prorated.charge_kind = 'usage' then 1 else prorated.ratio_numerator end
            as share_numerator,
        case when prorated.charge_kind = 'usage' then 1 else prorated.ratio_denominator end
            as share_denominator,
        case
            when prorated.amount_discount = 0 then 0
            else
                {{ whole('prorated.amount_discount', 8) }}
                * case when prorated.charge_kind = 'usage' then prorated.ratio_numerator else 1 end
        end::hugeint as amount_numerator,
        100000000::hugeint
        * case when prorated.charge_kind = 'usage' then prorated.ratio_denominator else 1 end
            as amount_denominator
    from prorated
    inner join currencies on prorated.currency = currencies.currency
),

lowest_terms as (
    -- Only what is subtracted or multiplied needs room; a plain price has it.
    select
        * exclude (price_numerator, price_denominator, amount_numerator, amount_denominator),
        {{ divided_unless_one('price_numerator', 'price_divisor') }} as price_numerator,
        {{ divided_unless_one('price_denominator', 'price_divisor') }} as price_denominator,
        {{ divided_unless_one('amount_numerator', 'amount_divisor') }} as amount_numerator,
        {{ divided_unless_one('amount_denominator', 'amount_divisor') }} as amount_denominator
    from (
        select
            *,
            case
                when amount_numerator = 0 and discount_denominator = 1 then 1::hugeint
                else gcd(price_numerator, price_denominator)
            end as price_divisor,
            case when amount_numerator = 0 then 1::hugeint else gcd(amount_numerator, amount_denominator) end
                as amount_divisor
        from fractions
    ) as divided
),

reduced as (
    select
        *,
        case
            when amount_numerator = 0 or price_numerator <= 0 or price_numerator is null
                then price_numerator
            else try(greatest(
                price_numerator * amount_denominator - amount_numerator * price_denominator, 0
            ))
        end as net_numerator,
        case
            when amount_numerator = 0 or price_numerator <= 0 then price_denominator
            else try(price_denominator * amount_denominator)
        end as net_denominator
    from lowest_terms
)

select
    * exclude (
        is_cut, is_raised, price_set_on, price_divisor, amount_divisor,
        price_numerator, price_denominator, share_numerator, share_denominator,
        amount_numerator, amount_denominator, net_numerator, net_denominator, minor_units,
        charge_numerator, charge_denominator, discount_numerator, discount_denominator
    ),
    case
        when charge_state != 'charged' then 0
        else try({{ fraction_to_amount(
            'net_numerator * share_numerator', 'net_denominator * share_denominator', 'minor_units'
        ) }})
    end as net_amount
from reduced
{% endmacro %}

{% macro minimum_rows(discounted, segments, currencies) %}
-- CANONICAL 2, minimum_amount: the period's share of the minimum, for the days neither free nor
-- paused, less the period's rounded rows, where above zero.
with uncommitted as (
    select * from {{ discounted }}
    where minimum_amount is null
),

committed as (
    select * from {{ discounted }}
    where minimum_amount is not null
),

segments as (
    select * from {{ segments }}
    where charge_state = 'charged'
),

currencies as (
    select * from {{ currencies }}
),

periods as (
    select
        terms_variant,
        contract_line_id,
        billing_period_start,
        billing_period_until,
        full_period_start,
        full_period_until,
        contract_id,
        charge_model,
        proration,
        minimum_amount,
        currency,
        invoice_currency,
        fx_rule,
        fx_rate,
        tax_rate,
        signed_on,
        first_term_end,
        sum(ratio_numerator)::bigint as ratio_numerator,
        any_value(ratio_denominator) as ratio_denominator,
        try_cast(sum(net_amount) as decimal(18, 4)) as billed_amount
    from committed
    group by all
    having bool_and(net_amount is not null)
),

charged as (
    select
        periods.terms_variant,
        periods.contract_line_id,
        periods.billing_period_start,
        sum({{ overlap_days(
            'periods.billing_period_start', 'periods.billing_period_until',
            'segments.segment_start', 'segments.segment_until'
        ) }})::bigint as charged_days
    from periods
    inner join segments
        on
            periods.terms_variant = segments.terms_variant
            and periods.contract_line_id = segments.contract_line_id
    group by periods.terms_variant, periods.contract_line_id, periods.billing_period_start
),

shared as (
    select
        periods.*,
        try({{ fraction_to_amount(
            whole('periods.minimum_amount', 4)
            ~ ' * periods.ratio_numerator * coalesce(charged.charged_days, 0)',
            '10000::hugeint * periods.ratio_denominator'
            ~ ' * (periods.billing_period_until - periods.billing_period_start)',
            'currencies.minor_units'
        ) }}) as minimum_share_amount
    from periods
    inner join currencies on periods.currency = currencies.currency
    left join charged
        on
            periods.terms_variant = charged.terms_variant
            and periods.contract_line_id = charged.contract_line_id
            and periods.billing_period_start = charged.billing_period_start
),

true_ups as (
    select
        *,
        billing_period_start as period_start,
        billing_period_until as period_until,
        'minimum_true_up' as charge_kind,
        'charged' as charge_state,
        false as is_index_provisional,
        try((minimum_share_amount - billed_amount)::decimal(18, 4)) as net_amount
    from shared
    -- What does not fit stays without an amount, and sets its line aside.
    where coalesce(minimum_share_amount > billed_amount, true)
)

select * from uncommitted
union all by name
select * from committed
union all by name
select * from true_ups
{% endmacro %}
