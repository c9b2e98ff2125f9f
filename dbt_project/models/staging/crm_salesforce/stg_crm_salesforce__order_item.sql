with source as (
    select * from {{ source('crm_salesforce', 'order_item') }}
),

stg_crm_salesforce__order_item as (
    select
        id as order_item_id,
        order_id,
        original_order_item_id,
        quote_line_item_id as quote_line_id,
        coalesce(product_2_id, id) as product_id,
        product_selling_model_id as selling_model_id,

        description,
        {{ salesforce_period('billing_frequency_2') }} as billing_period,

        quantity::decimal(18, 8) as quantity,
        -- Revenue Cloud keeps the price before its adjustments beside the one that is owed.
        coalesce(net_unit_price, unit_price)::decimal(18, 8) as unit_price,

        service_date::date as start_date,
        end_date::date as end_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__order_item
