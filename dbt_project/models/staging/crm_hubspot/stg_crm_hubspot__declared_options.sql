with source as (
    select * from {{ source('crm_hubspot', 'declared_options') }}
),

stg_crm_hubspot__declared_options as (
    select
        option,
        key,
        value
    from source
)

select * from stg_crm_hubspot__declared_options
