{% macro source_windows() -%}
    {#- The settings `invoices_from` and `bank_from` as rows: legal entity, date. -#}
    {%- set rows = [] -%}
    {%- for legal_entity_id, day in var('invoices_from').items() -%}
        {%- do rows.append("('" ~ legal_entity_id ~ "', '" ~ day ~ "'::date, null::date)") -%}
    {%- endfor -%}
    {%- for legal_entity_id, day in var('bank_from').items() -%}
        {%- do rows.append("('" ~ legal_entity_id ~ "', null::date, '" ~ day ~ "'::date)") -%}
    {%- endfor %}
    select
        legal_entity_id,
        invoices_from,
        bank_from
    from (
        values {{ rows | join(', ') if rows else "(null::varchar, null::date, null::date)" }}
    ) as windows (legal_entity_id, invoices_from, bank_from)
    where legal_entity_id is not null
{%- endmacro %}
