{# Spans inside models run from `_start` to `_until`, the first day after; tables show inclusive ends. #}

{% macro period_months(period) -%}
    {#- Months of an ISO 8601 duration in years and months; null for weeks and days. -#}
    case
        when regexp_matches({{ period }}, '[YM]')
            then
                12 * coalesce(try_cast(regexp_extract({{ period }}, '(\d+)Y', 1) as integer), 0)
                + coalesce(try_cast(regexp_extract({{ period }}, '(\d+)M', 1) as integer), 0)
    end
{%- endmacro %}

{% macro period_days(period) -%}
    {#- Days of an ISO 8601 duration in weeks or days; null for years and months. -#}
    case
        when regexp_matches({{ period }}, '[WD]')
            then
                7 * coalesce(try_cast(regexp_extract({{ period }}, '(\d+)W', 1) as integer), 0)
                + coalesce(try_cast(regexp_extract({{ period }}, '(\d+)D', 1) as integer), 0)
    end
{%- endmacro %}

{% macro month_index(day) -%}
    {#- Months since year 0: months become plain numbers that can be counted and floored. -#}
    (12 * year({{ day }}) + month({{ day }}) - 1)
{%- endmacro %}

{% macro day_of_month_index(month_index, day_of_month) -%}
    {#- That day of that month, or the month's last day where it is shorter. -#}
    least(
        make_date(({{ month_index }}) // 12, ({{ month_index }}) % 12 + 1, 1)
        + ({{ day_of_month }})::integer - 1,
        last_day(make_date(({{ month_index }}) // 12, ({{ month_index }}) % 12 + 1, 1))
    )
{%- endmacro %}

{% macro monday_of(day) -%}
    ({{ day }} - (isodow({{ day }}) - 1)::integer)
{%- endmacro %}

{% macro overlaps(a_start, a_until, b_start, b_until) -%}
    {#- The one place that says when two spans share a day. -#}
    ({{ a_start }} < {{ b_until }} and {{ b_start }} < {{ a_until }})
{%- endmacro %}

{% macro overlap_days(a_start, a_until, b_start, b_until) -%}
    greatest(
        0, least({{ a_until }}, {{ b_until }}) - greatest({{ a_start }}, {{ b_start }})
    )
{%- endmacro %}

{% macro never() -%}
    {#- The first day after an open end: far enough, and still a date that can be counted with. -#}
    '9999-01-01'::date
{%- endmacro %}

{% macro is_whole_duration(period) -%}
    {#- A duration that can be counted with: months and years, or weeks and days, and not nothing. -#}
    (
        ({{ period_months(period) }} > 0 and {{ period_days(period) }} is null)
        or ({{ period_days(period) }} > 0 and {{ period_months(period) }} is null)
    )
{%- endmacro %}

{% macro months_after(day, months) -%}
    {#- The same day that many months later, or earlier, clipped to the month's end. -#}
    {{ day_of_month_index('(' ~ month_index(day) ~ ' + ' ~ months ~ ')', 'day(' ~ day ~ ')') }}
{%- endmacro %}

{% macro whole_months(day, last_day) -%}
    {#- How many months from a day to the last of them; null where they are no whole months. -#}
    case
        when
            {{ months_after(day, "date_diff('month', " ~ day ~ ', ' ~ last_day ~ ' + 1)') }}
            = {{ last_day }} + 1
            and {{ last_day }} > {{ day }}
            then date_diff('month', {{ day }}, {{ last_day }} + 1)
    end
{%- endmacro %}

{% macro month_parts() -%}
    {#- A month in parts that every length of a month divides: 28 × 29 × 30 × 31 without repeats. -#}
    377580
{%- endmacro %}

{% macro days_in_month_parts(start, until) -%}
    {#- Each day over the days of its own calendar month; less than a month, so two months at most. -#}
    (
        (least({{ until }}, last_day({{ start }}) + 1) - {{ start }})
        * ({{ month_parts() }} // day(last_day({{ start }})))
        + greatest({{ until }} - (last_day({{ start }}) + 1), 0)
        * ({{ month_parts() }} // day(last_day({{ until }} - 1)))
    )
{%- endmacro %}

{% macro month_parts_between(start, until, is_counted_from_start) -%}
    {#- Whole months counted from the start, or back from the end, and the days that are left. -#}
    {%- set apart = '(' ~ month_index(until) ~ ' - ' ~ month_index(start) ~ ')' -%}
    {%- set from_start = '(' ~ apart ~ ' - (' ~ months_after(start, apart) ~ ' > ' ~ until ~ ')::integer)' -%}
    {%- set back_from_end = '(' ~ apart ~ ' - (' ~ months_after(until, '-' ~ apart) ~ ' < ' ~ start ~ ')::integer)' -%}
    case
        when {{ is_counted_from_start }}
            then
                {{ from_start }} * {{ month_parts() }}
                + {{ days_in_month_parts(months_after(start, from_start), until) }}
        else
            {{ back_from_end }} * {{ month_parts() }}
            + {{ days_in_month_parts(start, months_after(until, '-' ~ back_from_end)) }}
    end
{%- endmacro %}

{% macro days_360(start, until) -%}
    {#- Days by the US 30/360 rule; a first day that ends its month counts as the 30th. -#}
    {%- set first_day -%}
        case when {{ start }} = last_day({{ start }}) then 30 else day({{ start }}) end
    {%- endset -%}
    (
        30 * ({{ month_index(until) }} - {{ month_index(start) }})
        + case when day({{ until }}) = 31 and ({{ first_day }}) = 30 then 30 else day({{ until }}) end
        - ({{ first_day }})
    )
{%- endmacro %}

{% macro periods_in_life(periods) -%}
    {#- Periods tile the line's life: the first and the last may be part of a full one. -#}
    select
        terms_variant,
        contract_line_id,
        full_period_start,
        full_period_until,
        greatest(full_period_start, life_start) as billing_period_start,
        least(full_period_until, life_until) as billing_period_until
    from {{ periods }}
    where
        full_period_until > life_start
        and full_period_start < life_until
        and full_period_start < grid_until
{%- endmacro %}

{% macro months_numerator(lines, period) -%}
    {#- Periods in a month, as a fraction: 1 year = 12 months = 52 weeks = 365 days. -#}
    case
        when {{ lines }}.{{ period }}_months is not null then 1
        when {{ lines }}.{{ period }}_period like '%W' then 52
        else 365
    end
{%- endmacro %}

{% macro months_denominator(lines, period) -%}
    case
        when {{ lines }}.{{ period }}_months is not null then {{ lines }}.{{ period }}_months
        when {{ lines }}.{{ period }}_period like '%W' then 12 * ({{ lines }}.{{ period }}_days // 7)
        else 12 * {{ lines }}.{{ period }}_days
    end
{%- endmacro %}

{% macro anchored_day(months_later) -%}
    {#- The anchor's day in the month of the line's start, or so many months later. -#}
    {{ day_of_month_index(
        '(' ~ month_index('life_start') ~ ' + ' ~ months_later ~ ')', 'billing_anchor_day'
    ) }}
{%- endmacro %}

{% macro period_length(period) -%}
    {#- Months or days of a duration, to multiply with; 1 where there is none. -#}
    coalesce({{ period_months(period) }}, {{ period_days(period) }}, 1)::decimal(6, 0)
{%- endmacro %}

{% macro full_months(start, until) -%}
    {#- Whole months between a day and the first day after; what is left over is dropped. -#}
    {%- set apart = '(' ~ month_index(until) ~ ' - ' ~ month_index(start) ~ ')' -%}
    ({{ apart }} - ({{ months_after(start, apart) }} > {{ until }})::integer)
{%- endmacro %}
