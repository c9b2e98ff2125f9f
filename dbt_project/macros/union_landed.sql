{% macro union_landed(table) -%}
    {#- A bookkeeping table of every system read that lands its own (`loads` in `vars.systems`), under
        one another, each row with its system. -#}
    {%- for system, entities in systems_read().items() if 'loads' in entities %}
    {%- if not loop.first %}
    union all by name
    {%- endif %}
    select
        *,
        '{{ system }}' as landed_by
    from {{ source(system, table) }}
    {%- endfor %}
{%- endmacro %}
