{% macro gap_explanation(language) -%}
    {#- The sentence of a gap: its class's message, its {fields} filled, the cause's sentence inside. -#}
    {%- set suffix = '' if language == 'en' else '_es' -%}
    {%- set fields = {
        'class': 'class_name_' ~ language,
        'contract_line': 'contract_line_id',
        'contract': 'contract_id',
        'invoice_line': 'invoice_line_id',
        'invoice': 'invoice_numbers',
        'opportunity': 'opportunity_id',
        'quote': 'coalesce(quote_id, contract_quote_id)',
        'period_start': 'billing_period_start',
        'period_end': 'billing_period_end',
        'bill_on': 'bill_on',
        'life_start': 'life_start',
        'life_end': 'life_end',
        'currency': 'currency',
        'expected': 'expected_text',
        'actual': 'actual_text',
        'gap_abs': 'gap_text',
        'expected_value': 'expected_value',
        'actual_value': 'actual_value',
        'cause': 'cause_' ~ language,
        'detail': 'detail',
        'arithmetic': 'arithmetic' ~ suffix
    } -%}
    {%- set filled = namespace(sql='message_' ~ language) -%}
    {%- for field, expression in fields.items() -%}
        {%- set filled.sql =
            "replace(" ~ filled.sql ~ ", '{" ~ field ~ "}', coalesce(" ~ expression ~ "::varchar, ''))" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}

{% macro decision_explanation(language) -%}
    {#- What a decision is worth today: its sentence, filled. A reason may hold anything: it comes
        last, without braces, so that nothing in it is taken for a field. -#}
    replace(
        replace(
            replace(
                replace(
                    replace(
                        replace(sentences.{{ language }}, '{decision}', words.{{ language }}),
                        '{gap}', placed.gap_id
                    ),
                    '{decided_on}', placed.decided_on::varchar
                ),
                '{expires_on}', coalesce(placed.expires_on::varchar, '')
            ),
            '{changes}', coalesce(placed.changes_{{ language }}, '')
        ),
        '{reason}', translate(placed.reason, '{}', '()')
    )
{%- endmacro %}
