{# Two mistakes at once: a term is altered by one of them or the other, never by both. #}

{% macro altered_terms() -%}
    {{ return([
        'new_quantity', 'new_unit_price', 'new_proration', 'new_life_until', 'new_rate',
        'new_charge_model', 'new_price_ratio_numerator', 'new_price_ratio_denominator',
        'limited_change_id', 'extended_change_id', 'altered_change_id'
    ]) }}
{%- endmacro %}

{% macro altered_by_either(first_mistakes, second_mistakes) -%}
    {%- for flag in ['is_every_amendment_omitted', 'is_tax_included', 'is_minimum_omitted'] -%}
        {{ first_mistakes }}.{{ flag }} or {{ second_mistakes }}.{{ flag }} as {{ flag }},
    {% endfor -%}
    {%- set companions = [
        'limited_from', 'limited_until', 'extended_until', 'new_index_code', 'new_index_lag_months'
    ] -%}
    {%- for term in altered_terms() + companions -%}
        coalesce({{ first_mistakes }}.{{ term }}, {{ second_mistakes }}.{{ term }}) as {{ term }}
        {{- ',' if not loop.last }}
    {% endfor -%}
{%- endmacro %}

{% macro alter_different_terms(first_mistakes, second_mistakes) -%}
    {%- for term in altered_terms() -%}
        ({{ first_mistakes }}.{{ term }} is null or {{ second_mistakes }}.{{ term }} is null)
        {{- ' and ' if not loop.last }}
    {% endfor -%}
{%- endmacro %}
