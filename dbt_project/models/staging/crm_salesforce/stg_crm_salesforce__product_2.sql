with source as (
    select * from {{ source('crm_salesforce', 'product_2') }}
),

stg_crm_salesforce__product_2 as (
    select
        id as product_id,

        coalesce(name, product_code, id) as name
    from source
)

select * from stg_crm_salesforce__product_2
