{# Prices that rise at anniversaries and prices in tiers; called as the steps of `billing.sql` are. #}

{% macro price_step_rows(lines, changes, segments, price_tiers, index_values, currencies, run_settings) %}
-- CANONICAL 2, uplift_percent and index: a price rises at the anniversaries of the line's start
-- that follow its own first day, each time rounded to the minor unit, or to the decimals that it
-- was agreed with where there are more.
with recursive lines as (
    select
        terms_variant,
        contract_line_id,
        charge_model in ('usage_graduated', 'usage_volume', 'usage_package') as is_tiered,
        life_start,
        life_until,
        coalesce(billing_months, 0) as billing_months,
        coalesce(billing_days, 0) as billing_days,
        currency
    from {{ lines }}
),

raises as (
    select * from {{ changes }}
    where kind in ('uplift_percent', 'index')
),

segments as (
    select distinct
        terms_variant,
        contract_line_id,
        price_set_on,
        unit_price
    from {{ segments }}
    where price_set_on is not null
),

price_tiers as (
    select * from {{ price_tiers }}
),

index_values as (
    select * from {{ index_values }}
),

currencies as (
    select * from {{ currencies }}
),

run_settings as (
    select
        as_of_date,
        horizon_on
    from {{ run_settings }}
),

sources as (
    -- Each price agreed at some time; of a tiered line each tier's, number 0 being a plain price.
    select
        segments.terms_variant,
        segments.contract_line_id,
        coalesce(price_tiers.tier_number, 0) as tier_number,
        segments.price_set_on,
        segments.unit_price as signed_unit_price,
        coalesce(segments.unit_price, price_tiers.unit_price) as unit_price,
        currencies.minor_units
    from segments
    inner join lines
        on
            segments.terms_variant = lines.terms_variant
            and segments.contract_line_id = lines.contract_line_id
    inner join currencies on lines.currency = currencies.currency
    left join price_tiers on lines.contract_line_id = price_tiers.contract_line_id and lines.is_tiered
    where coalesce(segments.unit_price, price_tiers.unit_price) is not null
),

years as (
    -- Up to the end of a billing period that begins before the horizon.
    select
        lines.*,
        run_settings.as_of_date,
        unnest(range(
            1,
            year(least(
                lines.life_until,
                run_settings.horizon_on + to_months(lines.billing_months) + to_days(lines.billing_days)
            )) - year(lines.life_start) + 1
        )) as year_number
    from lines
    cross join run_settings
    where
        exists (
            select 1
            from raises
            where
                lines.terms_variant = raises.terms_variant
                and lines.contract_line_id = raises.contract_line_id
        )
),

anniversaries as (
    select
        *,
        (life_start + to_years(year_number::integer))::date as anniversary_on,
        -- Before the first anniversary there is none.
        case
            when year_number > 1 then (life_start + to_years((year_number - 1)::integer))::date
        end as previous_on
    from years
),

raised as (
    select
        anniversaries.terms_variant,
        anniversaries.contract_line_id,
        anniversaries.as_of_date,
        anniversaries.anniversary_on,
        anniversaries.previous_on,
        raises.* exclude (terms_variant, contract_line_id)
    from anniversaries
    inner join raises
        on
            anniversaries.terms_variant = raises.terms_variant
            and anniversaries.contract_line_id = raises.contract_line_id
            and anniversaries.anniversary_on >= raises.began_on
            and anniversaries.anniversary_on < raises.ended_until
    qualify
        row_number() over (
            partition by
                anniversaries.terms_variant,
                anniversaries.contract_line_id,
                anniversaries.anniversary_on
            order by raises.began_on desc, raises.change_id desc
        ) = 1
),

indexed as (
    -- The index of some months before the anniversary, over that before the price's first day; with
    -- a cap or a floor over that of the anniversary before.
    select
        sources.terms_variant,
        sources.contract_line_id,
        sources.tier_number,
        sources.price_set_on,
        sources.signed_unit_price,
        raised.anniversary_on,
        raised.as_of_date,
        raised.kind,
        raised.new_value,
        raised.index_code,
        raised.change_id,
        coalesce(raised.cap_percent, raised.floor_percent) is not null as is_clamped,
        {{ whole('100 + raised.cap_percent', 8) }} as cap_numerator,
        {{ whole('100 + raised.floor_percent', 8) }} as floor_numerator,
        {{ index_month('raised.anniversary_on', 'raised.index_lag_months') }} as index_month,
        {{ whole('reached.value', 8) }} as reached_index,
        {{ whole('held.value', 8) }} as held_index
    from sources
    inner join raised
        on
            sources.terms_variant = raised.terms_variant
            and sources.contract_line_id = raised.contract_line_id
            and raised.anniversary_on > sources.price_set_on
    left join index_values as reached
        on
            raised.index_code = reached.index_code
            and {{ index_month('raised.anniversary_on', 'raised.index_lag_months') }}
            = reached.index_month
    left join index_values as held
        on
            raised.index_code = held.index_code
            and {{ index_month(
                'case
                    when coalesce(raised.cap_percent, raised.floor_percent) is null
                        then sources.price_set_on
                    else greatest(sources.price_set_on, coalesce(raised.previous_on, sources.price_set_on))
                end',
                'raised.index_lag_months'
            ) }} = held.index_month
),

factored as (
    select
        *,
        row_number() over (
            partition by
                terms_variant, contract_line_id, tier_number, price_set_on, signed_unit_price
            order by anniversary_on
        ) as step_number,
        kind = 'index' and not is_clamped as is_from_source,
        kind = 'index' and (reached_index is null or coalesce(held_index, 0) <= 0)
            as is_index_missing,
        case
            when kind = 'uplift_percent' then {{ whole('100 + new_value', 8) }}
            when reached_index * 10000000000::hugeint > held_index * cap_numerator
                then cap_numerator
            when reached_index * 10000000000::hugeint < held_index * floor_numerator
                then floor_numerator
            else reached_index
        end as factor_numerator,
        case
            when
                kind = 'uplift_percent'
                or reached_index * 10000000000::hugeint > held_index * cap_numerator
                or reached_index * 10000000000::hugeint < held_index * floor_numerator
                then 10000000000::hugeint
            else held_index
        end as factor_denominator
    from indexed
),

risen as (
    select
        terms_variant,
        contract_line_id,
        tier_number,
        price_set_on,
        signed_unit_price,
        {{ whole('unit_price', 8) }} as source_units,
        -- Units of 8 decimals in the last decimal that the price keeps.
        {{ kept_units('unit_price', 'minor_units') }} as kept_units,
        {{ whole('unit_price', 8) }} as price_units,
        0::bigint as step_number,
        price_set_on as step_on,
        null::varchar as clauses,
        false as is_index_provisional,
        null::varchar as missing_index
    from sources
    union all
    select
        risen.terms_variant,
        risen.contract_line_id,
        risen.tier_number,
        risen.price_set_on,
        risen.signed_unit_price,
        risen.source_units,
        risen.kept_units,
        case
            when factored.is_index_missing then risen.price_units
            else try({{ round_fraction(
                '(case when factored.is_from_source then risen.source_units else risen.price_units end'
                ~ ' * factored.factor_numerator)',
                'factored.factor_denominator * risen.kept_units'
            ) }} * risen.kept_units)
        end as price_units,
        factored.step_number,
        factored.anniversary_on as step_on,
        factored.change_id as clauses,
        case
            when factored.is_index_missing
                then
                    risen.is_index_provisional
                    or factored.anniversary_on > factored.as_of_date
            else risen.is_index_provisional and not factored.is_from_source
        end as is_index_provisional,
        -- CANONICAL 2, index: a missing month raises missing_rate, and the price before stays.
        case
            when factored.is_index_missing and factored.anniversary_on <= factored.as_of_date
                then factored.index_code || ' ' || strftime(factored.index_month, '%Y-%m')
            when factored.is_index_missing or not factored.is_from_source then risen.missing_index
        end as missing_index
    from risen
    inner join factored
        on
            risen.terms_variant = factored.terms_variant
            and risen.contract_line_id = factored.contract_line_id
            and risen.tier_number = factored.tier_number
            and risen.price_set_on = factored.price_set_on
            and risen.signed_unit_price is not distinct from factored.signed_unit_price
            and risen.step_number + 1 = factored.step_number
)

select
    terms_variant,
    contract_line_id,
    tier_number,
    price_set_on,
    signed_unit_price,
    step_on,
    coalesce(
        lead(step_on) over (
            partition by
                terms_variant, contract_line_id, tier_number, price_set_on, signed_unit_price
            order by step_number
        ),
        {{ never() }}
    ) as step_until,
    clauses,
    try((price_units::decimal(38, 0) * 0.00000001::decimal(8, 8))::decimal(18, 8)) as unit_price,
    is_index_provisional,
    missing_index
from risen
{% endmacro %}

{% macro index_month(day, lag_months) -%}
    (date_trunc('month', {{ day }}) - to_months(({{ lag_months }})::integer))::date
{%- endmacro %}

{% macro kept_units(price, minor_units) -%}
    {#- 10 to the power of 8 less the decimals that the price has, or its currency where more. -#}
    (
        10::decimal(9, 0) ** (
            8 - greatest(
                {{ minor_units }},
                length(regexp_extract(({{ price }})::varchar, '\.(\d*?)0*$', 1))
            )
        )
    )::hugeint
{%- endmacro %}

{% macro tier_charge_rows(uplifted, lines, segments, usage_records, price_tiers, price_steps) %}
-- CANONICAL 2, charge models: usage summed over the billing period, less what is included, at the
-- price of its tiers. Usage on a free or paused day, or outside the line's life, is not counted.
with usage_rows as (
    select * from {{ uplifted }}
    where charge_kind = 'usage'
),

lines as (
    select
        terms_variant,
        contract_line_id,
        included_quantity
    from {{ lines }}
),

segments as (
    select * from {{ segments }}
    where charge_state = 'charged'
),

usage_records as (
    select
        contract_line_id,
        used_on,
        sum(quantity) as quantity
    from {{ usage_records }}
    group by contract_line_id, used_on
),

price_tiers as (
    -- The last tier has no limit even if one is given.
    select
        contract_line_id,
        tier_number,
        unit_price,
        flat_amount,
        up_to_quantity as package_quantity,
        coalesce(lag(up_to_quantity) over tiers_in_order, 0) as from_quantity,
        case
            when lead(tier_number) over tiers_in_order is not null then up_to_quantity
        end as up_to_quantity
    from {{ price_tiers }}
    window tiers_in_order as (partition by contract_line_id order by tier_number)
),

price_steps as (
    select * from {{ price_steps }}
    where tier_number > 0
),

used as (
    select
        usage_rows.terms_variant,
        usage_rows.contract_line_id,
        usage_rows.billing_period_start,
        sum(usage_records.quantity) as used_quantity
    from usage_rows
    inner join usage_records
        on
            usage_rows.contract_line_id = usage_records.contract_line_id
            and usage_records.used_on >= usage_rows.billing_period_start
            and usage_records.used_on < usage_rows.billing_period_until
    inner join segments
        on
            usage_rows.terms_variant = segments.terms_variant
            and usage_rows.contract_line_id = segments.contract_line_id
            and usage_records.used_on >= segments.segment_start
            and usage_records.used_on < segments.segment_until
    group by
        usage_rows.terms_variant, usage_rows.contract_line_id, usage_rows.billing_period_start
),

charged as (
    select distinct
        usage_rows.terms_variant,
        usage_rows.contract_line_id,
        usage_rows.billing_period_start
    from usage_rows
    inner join segments
        on
            usage_rows.terms_variant = segments.terms_variant
            and usage_rows.contract_line_id = segments.contract_line_id
            and {{ overlaps(
                'usage_rows.billing_period_start', 'usage_rows.billing_period_until',
                'segments.segment_start', 'segments.segment_until'
            ) }}
),

billed as (
    select
        usage_rows.terms_variant,
        usage_rows.contract_line_id,
        usage_rows.billing_period_start,
        usage_rows.charge_model,
        usage_rows.unit_price,
        usage_rows.price_set_on,
        charged.contract_line_id is not null as has_charged_days,
        try(coalesce(used.used_quantity, 0)::decimal(18, 8)) as used_quantity,
        try(
            greatest(coalesce(used.used_quantity, 0) - coalesce(lines.included_quantity, 0), 0)
            ::decimal(18, 8)
        ) as billed_quantity
    from usage_rows
    inner join lines
        on
            usage_rows.terms_variant = lines.terms_variant
            and usage_rows.contract_line_id = lines.contract_line_id
    left join charged
        on
            usage_rows.terms_variant = charged.terms_variant
            and usage_rows.contract_line_id = charged.contract_line_id
            and usage_rows.billing_period_start = charged.billing_period_start
    left join used
        on
            usage_rows.terms_variant = used.terms_variant
            and usage_rows.contract_line_id = used.contract_line_id
            and usage_rows.billing_period_start = used.billing_period_start
),

reached as (
    -- A tier is reached by a quantity above the tier before's; the first always.
    select
        billed.terms_variant,
        billed.contract_line_id,
        billed.billing_period_start,
        billed.charge_model,
        price_tiers.tier_number,
        price_tiers.flat_amount,
        case
            when billed.price_set_on is not null then price_steps.unit_price
            else coalesce(billed.unit_price, price_tiers.unit_price)
        end as unit_price,
        case billed.charge_model
            when 'usage_graduated'
                then
                    least(billed.billed_quantity, coalesce(price_tiers.up_to_quantity, billed.billed_quantity))
                    - price_tiers.from_quantity
            when 'usage_volume' then billed.billed_quantity
            else try({{ packages_begun('billed.billed_quantity', 'price_tiers.package_quantity') }})
        end as tier_quantity,
        price_steps.clauses,
        price_steps.is_index_provisional,
        price_steps.missing_index
    from billed
    inner join price_tiers on billed.contract_line_id = price_tiers.contract_line_id
    left join price_steps
        on
            billed.terms_variant = price_steps.terms_variant
            and billed.contract_line_id = price_steps.contract_line_id
            and price_tiers.tier_number = price_steps.tier_number
            and billed.price_set_on = price_steps.price_set_on
            and billed.unit_price is not distinct from price_steps.signed_unit_price
            and billed.billing_period_start >= price_steps.step_on
            and billed.billing_period_start < price_steps.step_until
    where
        case billed.charge_model
            when 'usage_package' then price_tiers.tier_number = 1
            when 'usage_per_unit' then false
            else price_tiers.tier_number = 1 or billed.billed_quantity > price_tiers.from_quantity
        end
        and (
            billed.charge_model != 'usage_volume'
            or price_tiers.up_to_quantity is null
            or billed.billed_quantity <= price_tiers.up_to_quantity
        )
),

priced as (
    select
        *,
        try(
            {{ whole('tier_quantity', 8) }} * {{ whole('unit_price', 8) }}
            + {{ whole('coalesce(flat_amount, 0)', 4) }} * 1000000000000::hugeint
        ) as tier_numerator
    from reached
),

summed as (
    select
        terms_variant,
        contract_line_id,
        billing_period_start,
        -- Beyond this no amount of money fits; null says so.
        case
            when bool_and(coalesce(abs(tier_numerator) < 1{{ '0' * 34 }}::hugeint, false))
                then sum(tier_numerator)::hugeint
        end as charge_numerator,
        max(unit_price) as unit_price,
        max(clauses) as clauses,
        string_agg(
            {{ number_text('tier_quantity') }} || ' × ' || {{ number_text('unit_price') }}
            || case when flat_amount > 0 then ' + ' || {{ number_text('flat_amount') }} else '' end,
            ' + ' order by tier_number
        ) as tier_arithmetic,
        bool_or(coalesce(is_index_provisional, false)) as is_index_provisional,
        max(missing_index) as missing_index
    from priced
    group by terms_variant, contract_line_id, billing_period_start
)

select
    billed.terms_variant,
    billed.contract_line_id,
    billed.billing_period_start,
    billed.used_quantity,
    billed.billed_quantity,
    summed.charge_numerator,
    summed.unit_price,
    summed.tier_arithmetic,
    billed.has_charged_days,
    summed.clauses,
    coalesce(summed.is_index_provisional, false) as is_index_provisional,
    summed.missing_index
from billed
left join summed
    on
        billed.terms_variant = summed.terms_variant
        and billed.contract_line_id = summed.contract_line_id
        and billed.billing_period_start = summed.billing_period_start
{% endmacro %}

{% macro packages_begun(quantity, package_quantity) -%}
    (
        ({{ whole(quantity, 8) }} + {{ whole(package_quantity, 8) }} - 1)
        // {{ whole(package_quantity, 8) }}
    )::decimal(18, 8)
{%- endmacro %}

{% macro price_text(price, minor_units) -%}
    {#- A price with the decimals of its currency, or its own where it has more. -#}
    case
        when {{ price }} = {{ round_amount(price, minor_units) }}
            then {{ amount_text(price, minor_units) }}
        else {{ number_text(price) }}
    end
{%- endmacro %}

{% macro term_amount(price, quantity, percent, months, price_months, minor_units) -%}
    {#- quantity × price, less percent, over so many months; null where it does not fit. -#}
    try({{ fraction_to_amount(
        lowest_terms('numerator', price) ~ ' * ' ~ lowest_terms('numerator', quantity)
        ~ ' * (1000000 - ' ~ whole(percent, 4) ~ ') * ' ~ months ~ '::integer',
        lowest_terms('denominator', price) ~ ' * ' ~ lowest_terms('denominator', quantity)
        ~ ' * 1000000 * ' ~ price_months ~ '::integer',
        minor_units
    ) }})
{%- endmacro %}
