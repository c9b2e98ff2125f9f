with source as (
    select * from {{ source('erp_odoo', 'crm_stage') }}
),

stg_erp_odoo__crm_stage as (
    select
        id as stage_id,

        name,

        coalesce(is_won, false) as is_won,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__crm_stage
