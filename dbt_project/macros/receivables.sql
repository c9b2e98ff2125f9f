{# Receivables by day: what was owed on any day, with only what was dated up to it. #}

{% macro known_receipts_by_day(relation, keys) -%}
    {#- CTE `received_<relation>`: `known_receipts` again for each day on which something is known,
        with what was known on that day: `received_amount` in total, `received_before_amount` by the
        day before. Each row of `relation` holds its `known_on` and one of three amounts: what the
        ERP applied then (`applied_amount`, below zero where it took money back), what it had
        applied early enough to be other money than a line of that day (`settled_amount`), what the
        bank shows (`banked_amount`). -#}
days_of_{{ relation }} as (
    select
        {{ keys | join(', ') }},
        known_on,
        sum(applied_amount) as applied_amount,
        sum(settled_amount) as settled_amount,
        sum(banked_amount) as banked_amount
    from {{ relation }}
    group by {{ keys | join(', ') }}, known_on
),

running_{{ relation }} as (
    select
        {{ keys | join(', ') }},
        known_on,
        sum(applied_amount) over by_day as applied_total,
        sum(banked_amount) over by_day as banked_total,
        coalesce(
            sum(settled_amount - banked_amount) over (
                by_day rows between unbounded preceding and 1 preceding
            ),
            0
        ) as separate_amount
    from days_of_{{ relation }}
    window by_day as (partition by {{ keys | join(', ') }} order by known_on)
),

totals_of_{{ relation }} as (
    select
        {{ keys | join(', ') }},
        known_on,
        greatest(
            applied_total,
            banked_total + max(separate_amount) over (
                partition by {{ keys | join(', ') }} order by known_on
            )
        )::decimal(18, 4) as received_amount
    from running_{{ relation }}
),

received_{{ relation }} as (
    select
        *,
        coalesce(
            lag(received_amount) over (
                partition by {{ keys | join(', ') }} order by known_on
            ),
            0
        )::decimal(18, 4) as received_before_amount
    from totals_of_{{ relation }}
)
{%- endmacro %}

{% macro closing_days(relation, first_day) -%}
    {#- CTE `closing_days`: the last day of each month from the first day in `relation` on, and in
        the running month the as-of date; with the month's first day. -#}
closing_months as (
    select
        max(run_settings.as_of_date) as as_of_date,
        unnest(range(
            {{ month_index('min(' ~ relation ~ '.' ~ first_day ~ ')') }},
            {{ month_index('max(run_settings.as_of_date)') }} + 1
        )) as month_number
    from {{ relation }}
    cross join {{ ref('run_settings') }} as run_settings
),

closing_days as (
    select
        {{ day_of_month_index('month_number', '1') }} as closing_month,
        least({{ day_of_month_index('month_number', '31') }}, as_of_date) as closed_on
    from closing_months
)
{%- endmacro %}

{% macro hundredths(numerator, denominator) -%}
    {#- numerator / denominator to two decimals, half away from zero; null where there is nothing to
        divide by, or no ten digits hold it. Both are whole numbers (HUGEINT). -#}
    case
        when {{ denominator }} > 0
            then
                try_cast(
                    {{ round_fraction('(' ~ numerator ~ ') * 100', denominator) }}::decimal(34, 0)
                    * 0.01::decimal(2, 2) as decimal(12, 2)
                )
    end
{%- endmacro %}

{% macro days_of_sales(amount, sales_amount, days) -%}
    {#- For how many days of sales an amount stands: the form that all kinds of DSO share. -#}
    {{ hundredths(whole(amount, 4) ~ ' * ' ~ days, whole(sales_amount, 4)) }}
{%- endmacro %}

{% macro least_observations() -%}
    {#- How many paid documents make a habit: of fewer, one decides. -#}
    3
{%- endmacro %}

{% macro forecast_weeks() -%}
    {#- How many weeks a forecast of cash looks ahead: a quarter. -#}
    13
{%- endmacro %}
