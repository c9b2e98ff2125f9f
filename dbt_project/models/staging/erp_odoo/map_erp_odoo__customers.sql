with stg_erp_odoo__res_partner as (
    select * from {{ ref('stg_erp_odoo__res_partner') }}
),

stg_erp_odoo__res_country as (
    select * from {{ ref('stg_erp_odoo__res_country') }}
),

stg_erp_odoo__sale_order as (
    select * from {{ ref('stg_erp_odoo__sale_order') }}
),

stg_erp_odoo__account_move as (
    select * from {{ ref('stg_erp_odoo__account_move') }}
),

trading as (
    select partner_id from stg_erp_odoo__sale_order
    union
    select invoice_partner_id from stg_erp_odoo__sale_order
    union
    select partner_id from stg_erp_odoo__account_move
),

customer_partners as (
    -- Contacts and addresses stand for the company they belong to.
    select partners.commercial_partner_id as partner_id
    from stg_erp_odoo__res_partner as partners
    inner join trading on partners.partner_id = trading.partner_id
    union
    select parents.commercial_partner_id
    from stg_erp_odoo__res_partner as partners
    inner join trading on partners.partner_id = trading.partner_id
    inner join stg_erp_odoo__res_partner as companies
        on partners.commercial_partner_id = companies.partner_id
    inner join stg_erp_odoo__res_partner as parents
        on companies.parent_partner_id = parents.partner_id
),

map_erp_odoo__customers as (
    select
        {{ odoo_record('res.partner', 'partners.partner_id') }} as customer_id,
        partners.name,
        partners.tax_id,
        countries.country,
        {{ odoo_record('res.partner', 'parents.commercial_partner_id') }} as parent_customer_id,
        partners.source_record
    from stg_erp_odoo__res_partner as partners
    inner join customer_partners on partners.partner_id = customer_partners.partner_id
    left join stg_erp_odoo__res_partner as parents
        on partners.parent_partner_id = parents.partner_id
    left join stg_erp_odoo__res_country as countries on partners.country_id = countries.country_id
)

select * from map_erp_odoo__customers
