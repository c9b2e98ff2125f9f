with stg_erp_tryton__company_company as (
    select * from {{ ref('stg_erp_tryton__company_company') }}
),

stg_erp_tryton__party_party as (
    select * from {{ ref('stg_erp_tryton__party_party') }}
),

stg_erp_tryton__party_identifier as (
    select * from {{ ref('stg_erp_tryton__party_identifier') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

tax_ids as (
    {{ tryton_tax_ids() }}
),

map_erp_tryton__legal_entities as (
    select
        {{ tryton_record('company.company', 'companies.company_id') }} as legal_entity_id,
        coalesce(parties.name, parties.code, companies.company_id) as name,
        tax_ids.tax_id,
        -- Where no tax id tells the country, the currency does: ISO 4217 begins with its code.
        coalesce(tax_ids.country, left(currencies.currency, 2)) as country,
        currencies.currency as functional_currency,
        companies.source_record
    from stg_erp_tryton__company_company as companies
    inner join stg_erp_tryton__currency_currency as currencies
        on companies.currency_id = currencies.currency_id
    left join stg_erp_tryton__party_party as parties on companies.party_id = parties.party_id
    left join tax_ids on companies.party_id = tax_ids.party_id
)

select * from map_erp_tryton__legal_entities
