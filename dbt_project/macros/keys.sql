{% macro source_record(file, row) -%}
    {#- Where a person finds the row: `erp/invoices.csv:12`. -#}
    {{ file }} || ':' || {{ row }}
{%- endmacro %}

{% macro joined_id(parts) -%}
    {#- A derived row's id is its parents' ids joined with `@`: readable, and the same in every run. -#}
    {{ parts | join(" || '@' || ") }}
{%- endmacro %}
