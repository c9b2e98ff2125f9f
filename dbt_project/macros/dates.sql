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
