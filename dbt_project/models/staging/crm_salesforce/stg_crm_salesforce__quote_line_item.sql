with source as (
    select * from {{ source('crm_salesforce', 'quote_line_item') }}
),

stg_crm_salesforce__quote_line_item as (
    select
        id as line_id,
        quote_id,
        coalesce(product_2_id, id) as product_id,
        product_selling_model_id as selling_model_id,

        description,
        {{ salesforce_period('billing_frequency') }} as billing_period,

        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        discount::decimal(18, 8) as discount_percent,
        nullif(months_c, 0) as month_count,

        coalesce(start_date, service_date)::date as start_date,
        end_date::date as end_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__quote_line_item
