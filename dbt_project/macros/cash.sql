{# What a payment may lack or exceed before it is a gap. #}

{% macro payment_tolerance(amount, tolerances) -%}
    {#- DOMAIN 3: the lesser of an absolute sum and a share of what was open, as a row of
        int_collection__tolerances says; at least the tolerance of the run, where no setting says
        otherwise. -#}
    greatest(
        {{ tolerances }}.least_amount,
        least(
            {{ tolerances }}.absolute_amount,
            round(abs({{ amount }})::decimal(18, 4) * {{ tolerances }}.tolerance_rate, 4)
        )
    )::decimal(18, 4)
{%- endmacro %}

