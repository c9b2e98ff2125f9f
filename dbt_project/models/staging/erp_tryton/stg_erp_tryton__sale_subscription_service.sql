with source as (
    select * from {{ source('erp_tryton', 'sale_subscription_service') }}
),

stg_erp_tryton__sale_subscription_service as (
    select
        id as service_id,
        product as product_id,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_subscription_service
