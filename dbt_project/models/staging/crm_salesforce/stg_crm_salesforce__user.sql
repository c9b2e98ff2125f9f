with source as (
    select * from {{ source('crm_salesforce', 'user') }}
),

stg_crm_salesforce__user as (
    select
        id as user_id,

        coalesce(name, id) as name
    from source
)

select * from stg_crm_salesforce__user
