with stg_erp_odoo__res_company as (
    select * from {{ ref('stg_erp_odoo__res_company') }}
),

stg_erp_odoo__res_partner as (
    select * from {{ ref('stg_erp_odoo__res_partner') }}
),

stg_erp_odoo__res_country as (
    select * from {{ ref('stg_erp_odoo__res_country') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

map_erp_odoo__legal_entities as (
    select
        {{ odoo_record('res.company', 'companies.company_id') }} as legal_entity_id,
        companies.name,
        partners.tax_id,
        -- Where the company states no country, the currency tells: ISO 4217 begins with its code.
        coalesce(countries.country, left(currencies.currency, 2)) as country,
        currencies.currency as functional_currency,
        companies.source_record
    from stg_erp_odoo__res_company as companies
    inner join stg_erp_odoo__res_currency as currencies
        on companies.currency_id = currencies.currency_id
    left join stg_erp_odoo__res_partner as partners on companies.partner_id = partners.partner_id
    left join stg_erp_odoo__res_country as countries on partners.country_id = countries.country_id
)

select * from map_erp_odoo__legal_entities
