{% macro union_mapped(entity) -%}
    {#- Every system of this run that `vars.systems` says maps this entity, under one another; where
        there is none, no row, with the columns of the model that asks. -#}
    {%- set found = [] -%}
    {%- for system, entities in systems_read().items() if entity in entities -%}
        {%- do found.append(ref('map_' ~ system ~ '__' ~ entity)) -%}
    {%- endfor -%}
    {%- for relation in found %}
    select * from {{ relation }}
    {%- if not loop.last %}
    union all by name
    {%- endif %}
    {%- else %}
    select
        {%- for column in model.columns.values() %}
        null::{{ column.data_type }} as {{ column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
    {%- endfor %}
{%- endmacro %}

{% macro systems_read() -%}
    {#- The systems of `vars.systems` less those that this run does not read. What a model depends
        on is found before any run, and is all of them. -#}
    {%- set read = {} -%}
    {%- for system, entities in var('systems').items() -%}
        {%- if not execute or system not in var('unread_systems') -%}
            {%- do read.update({system: entities}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(read) }}
{%- endmacro %}
