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

{% macro materiality_thresholds() -%}
    {#- The setting `materiality` as rows; 'all' is written where a class or a currency is not. -#}
    {%- set rows = [] -%}
    {%- for threshold in var('materiality') -%}
        {%- set amount = "null" if threshold.amount is none else "'" ~ threshold.amount ~ "'" -%}
        {%- set percent = "null" if threshold.percent is none else "'" ~ threshold.percent ~ "'" -%}
        {%- do rows.append(
            "('" ~ threshold.gap_class ~ "', '" ~ threshold.currency ~ "', " ~ amount ~ ", " ~ percent ~ ")"
        ) -%}
    {%- endfor %}
    select
        gap_class,
        currency,
        threshold_amount::decimal(18, 4) as threshold_amount,
        threshold_percent::decimal(18, 8) as threshold_percent
    from (
        values {{ rows | join(', ') if rows else "(null::varchar, null::varchar, null::varchar, null::varchar)" }}
    ) as thresholds (gap_class, currency, threshold_amount, threshold_percent)
    where gap_class is not null
{%- endmacro %}

{% macro payment_tolerance_settings() -%}
    {#- The setting `payment_tolerance` as rows; 'all' is written where an entity or a currency is
        not. -#}
    {%- set rows = [] -%}
    {%- for limits in var('payment_tolerance') -%}
        {%- set numbers = [] -%}
        {%- for number in (limits.amount, limits.percent, limits.fee) -%}
            {%- do numbers.append('null' if number is none else "'" ~ number ~ "'") -%}
        {%- endfor -%}
        {%- do rows.append(
            "('" ~ (limits.legal_entity_id | replace("'", "''")) ~ "', '" ~ limits.currency ~ "', "
            ~ numbers | join(', ') ~ ')'
        ) -%}
    {%- endfor %}
    select
        legal_entity_id,
        currency,
        absolute_amount::decimal(18, 4) as absolute_amount,
        tolerance_percent::decimal(9, 4) as tolerance_percent,
        fee_amount::decimal(18, 4) as fee_amount
    from (
        values {{ rows | join(', ') if rows else '(' ~ (['null::varchar'] * 5) | join(', ') ~ ')' }}
    ) as limits (legal_entity_id, currency, absolute_amount, tolerance_percent, fee_amount)
    where legal_entity_id is not null
{%- endmacro %}
