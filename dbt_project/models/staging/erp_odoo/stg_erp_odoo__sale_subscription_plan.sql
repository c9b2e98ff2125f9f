with source as (
    select * from {{ source('erp_odoo', 'sale_subscription_plan') }}
),

stg_erp_odoo__sale_subscription_plan as (
    select
        id as plan_id,

        billing_period_unit,

        billing_period_value,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__sale_subscription_plan
