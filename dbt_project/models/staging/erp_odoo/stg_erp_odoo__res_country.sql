with source as (
    select * from {{ source('erp_odoo', 'res_country') }}
),

stg_erp_odoo__res_country as (
    select
        id as country_id,

        code as country,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__res_country
