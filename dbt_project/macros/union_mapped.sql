{% macro union_mapped(entity) -%}
    {#- Every system that `vars.systems` says maps this entity, under one another. -#}
    {%- set found = [] -%}
    {%- for system, entities in var('systems').items() if entity in entities -%}
        {%- do found.append(ref('map_' ~ system ~ '__' ~ entity)) -%}
    {%- endfor -%}
    {%- for relation in found %}
    select * from {{ relation }}
    {%- if not loop.last %}
    union all by name
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
