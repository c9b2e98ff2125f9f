with source as (
    select * from {{ source('crm_salesforce', 'declared_options') }}
),

stg_crm_salesforce__declared_options as (
    select
        option,
        key,
        value
    from source
)

select * from stg_crm_salesforce__declared_options
