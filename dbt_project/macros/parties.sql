{# When two parties are one: what every model that pairs them asks alike. #}

{% macro same_legal_name(left, right) -%}
    {#- One name before its legal form. `Sur SpA` is not `Sur Ltda.`; a name without its form may be
        either. The same name under another tax id is another company. -#}
    {{ left }}.name_stem = {{ right }}.name_stem
    and {{ same_legal_form(left, right) }}
    and coalesce({{ left }}.tax_id_key = {{ right }}.tax_id_key, true)
{%- endmacro %}

{% macro same_legal_form(left, right) -%}
    (
        {{ left }}.legal_form = {{ right }}.legal_form
        or '' in ({{ left }}.legal_form, {{ right }}.legal_form)
    )
{%- endmacro %}

{% macro words_of(name_stem) -%}
    list_sort(string_split({{ name_stem }}, ' '))
{%- endmacro %}

{% macro letter_similarity(left, right) -%}
    {#- From 0 to 1: the share of letters of the longer that need no change. -#}
    (1 - levenshtein({{ left }}, {{ right }}) / greatest(length({{ left }}), length({{ right }})))
{%- endmacro %}

{% macro checked_parties() -%}
    {#- CTE `parties`: all of them with their keys, and how their tax id stands. -#}
parties as (
    select
        keyed.*,
        tax_ids.tax_id_status
    from {{ ref('int_parties__keyed') }} as keyed
    left join {{ ref('int_parties__tax_ids') }} as tax_ids
        on
            keyed.tax_id = tax_ids.tax_id
            and keyed.country is not distinct from tax_ids.country
)
{%- endmacro %}

{% macro crosswalk_explanation(language) -%}
    {#- Why two parties are held for one, or not: the rule, what keeps it from being sure, a tax id
        that cannot be right, a customer that is not there. -#}
    {%- set filled = namespace(
        sql="concat_ws(' ', "
        ~ ['rules', 'notes', 'faults', 'strays'] | join('.' ~ language ~ ', ')
        ~ '.' ~ language ~ ')'
    ) -%}
    {%- set fields = {
        'party': 'coalesce(party_name, party_tax_id, account_key)',
        'customer': 'customer_text',
        'evidence': 'evidence',
        'count': 'candidate_count',
        'tax_id': 'wrong_tax_id',
        'missing': 'missing_customer_id'
    } -%}
    {%- for field, expression in fields.items() -%}
        {%- set filled.sql =
            "replace(" ~ filled.sql ~ ", '{" ~ field ~ "}', coalesce(" ~ expression ~ "::varchar, ''))" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}
