{% macro source_record(file, row) -%}
    {#- Where a person finds the row: `erp/invoices.csv:12`. -#}
    {{ file }} || ':' || {{ row }}
{%- endmacro %}

{% macro joined_id(parts) -%}
    {#- A derived row's id is its parents' ids joined with `@`: readable, and the same in every run. -#}
    {{ parts | join(" || '@' || ") }}
{%- endmacro %}

{% macro listed_clauses(first, second) -%}
    {#- Ids of the clauses that a row rests on, as one text; null where there is none. -#}
    nullif(concat_ws(', ', {{ first }}, {{ second }}), '')
{%- endmacro %}

{% macro listed_ids(list) -%}
    {#- A list of ids, which a live system lands as JSON: `[1, 2]`. -#}
    coalesce(from_json({{ list }}, '["VARCHAR"]'), [])
{%- endmacro %}
