with stg_crm_hubspot__deal as (
    select * from {{ ref('stg_crm_hubspot__deal') }}
),

stg_crm_hubspot__declared_options as (
    select * from {{ ref('stg_crm_hubspot__declared_options') }}
),

map_crm_hubspot__opportunities as (
    select * from {{ ref('map_crm_hubspot__opportunities') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

declared as (
    {{ crm_declared('stg_crm_hubspot__declared_options') }}
),

readings as (
    select
        deals.*,
        {{ crm_day('declared_start') }} as start_date,
        {{ crm_day('declared_end') }} as end_date,
        {{ crm_months(crm_word('declared_months')) }} as month_count,
        {{ crm_period(crm_word('declared_billing_period')) }} as billing_period,
        {{ crm_word('declared_billing_timing') }} as timing_word,
        {{ crm_word('declared_currency') }} as currency_word,
        {{ crm_word('declared_index') }} as index_code,
        -- A field of numbers says 0 where nothing is free.
        {{ crm_months("nullif(declared_free_months, '0')") }} as free_months,
        {{ crm_count('declared_payment_days') }} as payment_terms_days,
        coalesce({{ crm_word('declared_legal_entity') }}, declared.legal_entity_id)
            as legal_entity_id
    from stg_crm_hubspot__deal as deals
    cross join declared
),

judged as (
    select
        readings.*,
        case when timing_word in ('in_advance', 'in_arrears') then timing_word end
            as billing_timing,
        currencies.currency as contract_currency
    from readings
    left join currencies on readings.currency_word = currencies.currency
),

map_crm_hubspot__sold_deals as (
    -- Every deal, with what the company's own fields say of its terms.
    select
        opportunities.opportunity_id,
        opportunities.account_id,
        opportunities.is_won,
        opportunities.close_date,
        opportunities.amount,
        opportunities.currency as deal_currency,
        judged.deal_id,
        judged.start_date,
        judged.end_date,
        judged.month_count,
        judged.billing_period,
        coalesce(judged.billing_timing, 'in_advance') as billing_timing,
        coalesce(judged.contract_currency, opportunities.currency) as currency,
        judged.index_code,
        judged.free_months,
        judged.payment_terms_days,
        judged.legal_entity_id,
        judged.source_record,
        list_filter([
            {%- for term, role, reading in [
                ('start_date', 'start', 'start_date'),
                ('term_end', 'end', 'end_date'),
                ('term_months', 'months', 'month_count'),
                ('billing_period', 'billing_period', 'billing_period'),
                ('billing_timing', 'billing_timing', 'billing_timing'),
                ('currency', 'currency', 'contract_currency'),
                ('payment_terms_days', 'payment_days', 'payment_terms_days'),
            ] %}
            {{ crm_unread(
                term, crm_field('deal_fields', role), 'judged.declared_' ~ role, 'judged.' ~ reading
            ) }},
            {%- endfor %}
            {{ crm_unread(
                'free_months',
                crm_field('deal_fields', 'free_months'),
                "nullif(judged.declared_free_months, '0')",
                'judged.free_months'
            ) }},
            case
                when judged.legal_entity_id is null
                    then
                        {{ crm_finding(
                            'legal_entity_id', crm_field('deal_fields', 'legal_entity')
                        ) }}
            end
        ], lambda finding: finding is not null) as findings
    from judged
    cross join declared
    inner join map_crm_hubspot__opportunities as opportunities
        on 'crm_hubspot:' || judged.deal_id = opportunities.opportunity_id
)

select * from map_crm_hubspot__sold_deals
