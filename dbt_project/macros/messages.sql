{% macro message(language, code, fields={}) -%}
    {#- A sentence of the catalogue in one language, its {fields} filled with SQL expressions. -#}
    {%- set text = "(select " ~ language ~ " from " ~ ref('messages') ~ " where code = '" ~ code ~ "')" -%}
    {%- set filled = namespace(sql=text) -%}
    {%- for field, expression in fields.items() -%}
        {%- set filled.sql =
            "replace(" ~ filled.sql ~ ", '{" ~ field ~ "}', coalesce((" ~ expression ~ ")::varchar, ''))" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}
