{# What several models of `erp_einvoices` ask of a document. #}

{% macro is_einvoice_of_ours(documents) -%}
    {#- Issued by us and claiming or giving back money; suppliers' lie in a folder of their own. -#}
    (
        {{ documents }}.direction = 'issued'
        and not {{ documents }}.is_incoming
        and {{ documents }}.document_kind in ('invoice', 'credit_note', 'debit_note')
    )
{%- endmacro %}

{% macro einvoice_net(documents) -%}
    {#- Taxed and exempt alike; a document that states neither has no tax. -#}
    case
        when {{ documents }}.net_amount is null and {{ documents }}.exempt_amount is null
            then {{ einvoice_gross(documents) }}
        else coalesce({{ documents }}.net_amount, 0) + coalesce({{ documents }}.exempt_amount, 0)
    end
{%- endmacro %}

{% macro einvoice_gross(documents) -%}
    {#- With tax and before withholding: Mexico's total has it taken off, the others' have not. -#}
    case
        when {{ documents }}.family = 'mx_cfdi'
            then {{ documents }}.total_amount + coalesce({{ documents }}.withheld_amount, 0)
        else coalesce(
            {{ documents }}.total_amount,
            {{ documents }}.net_amount + coalesce({{ documents }}.tax_amount, 0),
            {{ documents }}.payable_amount
        )
    end
{%- endmacro %}

{% macro einvoice_document_type(documents) -%}
    {#- EN 16931 lets an invoice be negative: it then gives back, as a credit note does. -#}
    case
        when coalesce({{ documents }}.total_amount, {{ documents }}.payable_amount) >= 0
            then {{ documents }}.document_kind
        when {{ documents }}.document_kind = 'credit_note' then 'debit_note'
        else 'credit_note'
    end
{%- endmacro %}

{% macro einvoice_sign(documents) -%}
    case
        when coalesce({{ documents }}.total_amount, {{ documents }}.payable_amount) < 0 then -1
        else 1
    end
{%- endmacro %}
