{# What several models of `crm_salesforce` are read by. #}

{% macro salesforce_currency() -%}
    {#- What an organisation with one currency counts in: as declared, else as the run reports. -#}
    select
        coalesce(
            (select max(value) from stg_crm_salesforce__declared_options where option = 'currency'),
            (select reporting_currency from {{ ref('run_settings') }})
        ) as currency
{%- endmacro %}
