with source as (
    select * from {{ source('crm_hubspot', 'owner') }}
),

stg_crm_hubspot__owner as (
    select
        owner_id,

        coalesce(nullif(concat_ws(' ', first_name, last_name), ''), email, owner_id) as name
    from source
)

select * from stg_crm_hubspot__owner
