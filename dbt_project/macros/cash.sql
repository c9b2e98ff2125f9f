{# What a payment may lack or exceed before it is a gap. #}

{% macro payment_tolerance(amount, absolute_amount, minor_units, tolerance_minor_units) -%}
    {#- DOMAIN 3: the lesser of an absolute sum and a thousandth of what was open; at least the
        tolerance of the run, which alone holds where the currency has no sum of its own. -#}
    greatest(
        {{ tolerance_minor_units }} * {{ one_minor_unit(minor_units) }},
        least(
            coalesce({{ absolute_amount }}, 0),
            (abs({{ amount }})::decimal(18, 4) * 0.001::decimal(4, 3))
        )
    )::decimal(18, 4)
{%- endmacro %}

{% macro share_of_amount(amount, rate, minor_units) -%}
    {#- What a rate takes of an amount, in the currency's minor unit. -#}
    {{ round_amount(times_rate(amount, rate), minor_units) }}
{%- endmacro %}
