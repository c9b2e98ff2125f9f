{% macro uncancelled_until(lines) -%}
    {#- CANONICAL 2, renewal: a renewed line goes on until it is cancelled, others end with the term. -#}
    case
        when {{ lines }}.is_renewed then {{ never() }}
        else coalesce({{ lines }}.first_term_end + 1, {{ never() }})
    end
{%- endmacro %}
