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

{% macro salesforce_pricing_period(term, unit) -%}
    {#- Revenue Cloud's pricing term as a period; what is another unit is none. -#}
    case replace(lower({{ unit }}), '-', '')
        when 'weekly' then 'P' || {{ term }} || 'W'
        when 'months' then 'P' || {{ term }} || 'M'
        when 'quarterly' then 'P' || 3 * {{ term }} || 'M'
        when 'semiannual' then 'P' || 6 * {{ term }} || 'M'
        when 'annual' then 'P' || {{ term }} || 'Y'
    end
{%- endmacro %}

{% macro salesforce_price_period(lines, models) -%}
    {#- How long a price is for: as its selling model says; without one, as often as it is billed. -#}
    if(
        {{ lines }}.selling_model_id is null or {{ lines }}.billing_period is null,
        {{ lines }}.billing_period,
        {{ models }}.price_period
    )
{%- endmacro %}

{% macro salesforce_fields() -%}
    {#- Where Salesforce keeps what is read of an opportunity, by what it is. -#}
    {%- do return({
        'items': "'opportunity_line_item'",
        'amount': "'opportunity.amount'",
        'price': "'opportunity_line_item.unit_price'",
        'quantity': "'opportunity_line_item.quantity'",
        'frequency': crm_field('line_fields', 'price_period'),
        'step_end': crm_field('line_fields', 'end'),
    }) -%}
{%- endmacro %}
