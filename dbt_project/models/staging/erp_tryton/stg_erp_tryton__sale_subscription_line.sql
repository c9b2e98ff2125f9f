with source as (
    select * from {{ source('erp_tryton', 'sale_subscription_line') }}
),

stg_erp_tryton__sale_subscription_line as (
    select
        id as subscription_line_id,
        subscription as subscription_id,
        service as service_id,
        consumption_recurrence as consumption_recurrence_id,

        description,

        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        consumption_delay::decimal(18, 4) as consumption_delay_seconds,

        start_date::date as start_date,
        end_date::date as end_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_subscription_line
