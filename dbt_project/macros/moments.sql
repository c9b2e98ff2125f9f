{% macro moment_of(day, time_of_day) -%}
    {#- A day and a JSON object of its hours, minutes and seconds as one timestamp; null where
        either is missing or is no time. -#}
    (
        {{ day }}::date + try(
            make_time(
                ({{ time_of_day }} ->> 'hours')::bigint,
                ({{ time_of_day }} ->> 'minutes')::bigint,
                ({{ time_of_day }} ->> 'seconds')::double
            )
        )
    )
{%- endmacro %}
