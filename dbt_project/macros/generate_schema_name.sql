{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Schemas are named by the room alone: people and tools look for `marts`, not `main_marts`. -#}
    {{ custom_schema_name if custom_schema_name else target.schema }}
{%- endmacro %}
