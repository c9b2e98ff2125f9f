with stg_erp_odoo__res_partner as (
    select * from {{ ref('stg_erp_odoo__res_partner') }}
),

stg_erp_odoo__res_country as (
    select * from {{ ref('stg_erp_odoo__res_country') }}
),

stg_erp_odoo__crm_lead as (
    select * from {{ ref('stg_erp_odoo__crm_lead') }}
),

stg_erp_odoo__sale_order as (
    select * from {{ ref('stg_erp_odoo__sale_order') }}
),

sold_to as (
    select partners.commercial_partner_id as partner_id
    from stg_erp_odoo__res_partner as partners
    inner join stg_erp_odoo__sale_order as orders on partners.partner_id = orders.partner_id
    union
    select partners.commercial_partner_id
    from stg_erp_odoo__res_partner as partners
    inner join stg_erp_odoo__crm_lead as leads on partners.partner_id = leads.partner_id
),

map_erp_odoo__accounts as (
    -- One record is both: who is sold to and who is invoiced have the same id.
    select
        {{ odoo_record('res.partner', 'partners.partner_id') }} as account_id,
        partners.name,
        partners.tax_id,
        countries.country,
        {{ odoo_record('res.partner', 'partners.partner_id') }} as erp_customer_id,
        partners.source_record
    from stg_erp_odoo__res_partner as partners
    inner join sold_to on partners.partner_id = sold_to.partner_id
    left join stg_erp_odoo__res_country as countries on partners.country_id = countries.country_id
)

select * from map_erp_odoo__accounts
