with source as (
    select * from {{ source('crm_salesforce', 'product_selling_model') }}
),

stg_crm_salesforce__product_selling_model as (
    select
        id as selling_model_id,

        {{ salesforce_pricing_period('pricing_term', 'pricing_term_unit') }} as price_period
    from source
)

select * from stg_crm_salesforce__product_selling_model
