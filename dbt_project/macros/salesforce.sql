{# What several models of `crm_salesforce` are read by. #}

{% macro salesforce_currency() -%}
    {#- What an organisation with one currency counts in: as declared, else as the run reports. -#}
    select
        coalesce(
            (select max(value) from stg_crm_salesforce__declared_options where option = 'currency'),
            (select reporting_currency from {{ ref('run_settings') }})
        ) as currency
{%- endmacro %}

{% macro salesforce_period(frequency) -%}
    {#- Revenue Cloud's billing frequency as a period; the spellings of half a year vary. -#}
    case replace(lower({{ frequency }}), '-', '')
        when 'monthly' then 'P1M'
        when 'quarterly' then 'P3M'
        when 'semiannual' then 'P6M'
        when 'annual' then 'P1Y'
    end
{%- endmacro %}

{% macro salesforce_is_declared(option) -%}
    {#- Whether a flag of the company's is set in hilo.toml. -#}
    exists (
        select 1
        from stg_crm_salesforce__declared_options
        where option = '{{ option }}' and value = 'true'
    )
{%- endmacro %}
