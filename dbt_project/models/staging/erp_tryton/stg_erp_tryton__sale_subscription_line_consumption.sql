with source as (
    select * from {{ source('erp_tryton', 'sale_subscription_line_consumption') }}
),

stg_erp_tryton__sale_subscription_line_consumption as (
    select
        id as consumption_id,
        line as subscription_line_id,
        invoice_line as invoice_line_id,

        quantity::decimal(18, 8) as quantity,

        date::date as consumed_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_subscription_line_consumption
