{% macro uncancelled_until(lines) -%}
    {#- CANONICAL 2, renewal: a renewed line goes on until it is cancelled, others end with the term. -#}
    case
        when {{ lines }}.is_renewed then {{ never() }}
        else coalesce({{ lines }}.first_term_end + 1, {{ never() }})
    end
{%- endmacro %}

{% macro term_segments(lines, changes) %}
-- CANONICAL 2, segments: the longest stretches of a line's life with the same quantity, price,
-- discounts and state. Of the changes of one kind in force on a day the one that began last counts
-- (same day: the amendment, then the later signed, then the higher id); discounts all count.
with lines as (
    select
        terms_variant,
        contract_line_id,
        charge_model,
        life_start,
        life_until,
        quantity,
        unit_price
    from {{ lines }}
),

windows as (
    select * from {{ changes }}
    where kind not in ('uplift_percent', 'index')
),

raised_lines as (
    select distinct
        terms_variant,
        contract_line_id
    from {{ changes }}
    where kind in ('uplift_percent', 'index')
),

boundaries as (
    select
        terms_variant,
        contract_line_id,
        began_on as segment_start
    from windows
    union distinct
    select
        terms_variant,
        contract_line_id,
        ended_until as segment_start
    from windows
),

starts as (
    select
        terms_variant,
        contract_line_id,
        life_start as segment_start
    from lines
    union distinct
    select boundaries.*
    from boundaries
    inner join lines
        on
            boundaries.terms_variant = lines.terms_variant
            and boundaries.contract_line_id = lines.contract_line_id
    where boundaries.segment_start > lines.life_start and boundaries.segment_start < lines.life_until
),

in_force as (
    select
        starts.terms_variant,
        starts.contract_line_id,
        starts.segment_start,
        windows.kind,
        windows.change_id,
        windows.new_value,
        windows.began_on,
        row_number() over (
            partition by
                starts.terms_variant, starts.contract_line_id, starts.segment_start, windows.kind
            order by
                windows.began_on desc,
                windows.is_amendment desc,
                windows.precedence desc,
                windows.signed_on desc nulls last,
                windows.change_id desc
        ) = 1 as is_latest
    from starts
    inner join windows
        on
            starts.terms_variant = windows.terms_variant
            and starts.contract_line_id = windows.contract_line_id
            and windows.began_on <= starts.segment_start
            and windows.ended_until > starts.segment_start
),

terms as (
    select
        terms_variant,
        contract_line_id,
        segment_start,
        max(new_value) filter (where kind = 'quantity' and is_latest) as quantity,
        max(new_value) filter (where kind = 'price' and is_latest) as unit_price,
        max(began_on) filter (where kind = 'price' and is_latest) as price_set_on,
        list(new_value order by new_value) filter (where kind = 'percent_discount')
            as percent_discounts,
        sum(new_value) filter (where kind = 'amount_discount') as amount_discount,
        -- The clauses that count; one that another of its kind covers does not.
        string_agg(change_id, ', ' order by change_id) filter (
            where is_latest or kind in ('free', 'percent_discount', 'amount_discount')
        ) as clauses,
        bool_or(kind = 'free') as is_free,
        bool_or(kind = 'pause' and is_latest and new_value = 1) as is_paused
    from in_force
    group by terms_variant, contract_line_id, segment_start
),

valued as (
    select
        starts.terms_variant,
        starts.contract_line_id,
        starts.segment_start,
        lines.life_until,
        lines.charge_model,
        coalesce(terms.quantity, lines.quantity) as quantity,
        coalesce(terms.unit_price, lines.unit_price) as unit_price,
        -- Anniversaries raise a price only after its own first day; elsewhere that day is nothing.
        case
            when raised_lines.contract_line_id is not null
                then coalesce(terms.price_set_on, lines.life_start)
        end as price_set_on,
        coalesce(terms.percent_discounts, []) as percent_discounts,
        coalesce(terms.amount_discount, 0)::decimal(18, 8) as amount_discount,
        terms.clauses,
        case
            -- A one-time charge and a milestone take the free windows of their day, no pause.
            when terms.is_paused and lines.charge_model not in ('one_time', 'milestone') then 'paused'
            when terms.is_free then 'free'
            else 'charged'
        end as charge_state
    from starts
    inner join lines
        on
            starts.terms_variant = lines.terms_variant
            and starts.contract_line_id = lines.contract_line_id
    left join raised_lines
        on
            starts.terms_variant = raised_lines.terms_variant
            and starts.contract_line_id = raised_lines.contract_line_id
    left join terms
        on
            starts.terms_variant = terms.terms_variant
            and starts.contract_line_id = terms.contract_line_id
            and starts.segment_start = terms.segment_start
),

changed as (
    -- A date on which none of these changes cuts nothing.
    select *
    from valued
    window line_in_time as (partition by terms_variant, contract_line_id order by segment_start)
    qualify
        row_number() over line_in_time = 1
        or (quantity, unit_price, price_set_on, percent_discounts, amount_discount, charge_state)
        is distinct from lag(
            (quantity, unit_price, price_set_on, percent_discounts, amount_discount, charge_state)
        ) over line_in_time
)

select
    * exclude (life_until, charge_model, percent_discounts),
    nullif(
        array_to_string(
            list_transform(
                percent_discounts, lambda percent: {{ number_text('percent') }} || '%'
            ),
            ' + '
        ),
        ''
    ) as percent_discounts,
    coalesce(
        lead(segment_start) over (
            partition by terms_variant, contract_line_id order by segment_start
        ),
        life_until
    ) as segment_until,
    {{ charge_fraction('numerator', 'unit_price', 'quantity', 'charge_model') }} as charge_numerator,
    {{ charge_fraction('denominator', 'unit_price', 'quantity', 'charge_model') }}
        as charge_denominator,
    {{ discount_product('numerator') }} as discount_numerator,
    {{ discount_product('denominator') }} as discount_denominator
from changed
{% endmacro %}

{% macro discount_product(part) -%}
    {#- What several percents leave of a price, each as a fraction in its lowest terms; null where
        so many do not fit. -#}
    try(list_reduce(
        list_transform(
            percent_discounts,
            lambda percent: {{ lowest_terms(part, '100 - percent', '10000000000::hugeint') }}
        ),
        lambda product, factor: product * factor,
        1::hugeint
    ))
{%- endmacro %}

{% macro charge_fraction(part, unit_price, quantity, charge_model) -%}
    {#- Price × quantity as a fraction in its lowest terms, so that what follows has room; a flat
        price is the same whatever the quantity, a one-time charge without one is charged once. -#}
    {%- set counted -%}
        case {{ charge_model }}
            when 'flat' then 1
            when 'one_time' then coalesce({{ quantity }}, 1)
            else {{ quantity }}
        end
    {%- endset -%}
    {{ lowest_terms(part, unit_price) }} * {{ lowest_terms(part, counted) }}
{%- endmacro %}

{% macro lowest_terms(part, number, one='100000000::hugeint') -%}
    {#- A number of eight decimals as a fraction of whole numbers; `one` is what 1 counts, or 100
        where the number is in percent. -#}
    (
        {{ whole(number, 8) if part == 'numerator' else one }}
        // greatest(gcd({{ whole(number, 8) }}, {{ one }}), 1)
    )
{%- endmacro %}

{% macro of_each_line(clauses) -%}
    {#- CANONICAL 1 and 2: an adjustment or amendment that names no line holds for every line of its
        contract. -#}
    select
        contract_lines.contract_line_id,
        clauses.* exclude (contract_line_id)
    from {{ ref('contract_lines') }} as contract_lines
    inner join {{ clauses }} as clauses
        on
            contract_lines.contract_id = clauses.contract_id
            and coalesce(clauses.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
{%- endmacro %}
