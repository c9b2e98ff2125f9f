with source as (
    select * from {{ source('erp_odoo', 'res_partner') }}
),

stg_erp_odoo__res_partner as (
    select
        id as partner_id,
        parent_id as parent_partner_id,
        coalesce(commercial_partner_id, id) as commercial_partner_id,
        country_id,

        coalesce(name, ref, id) as name,
        vat as tax_id,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__res_partner
