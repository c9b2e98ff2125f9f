with source as (
    select * from {{ source('crm_salesforce', 'opportunity_line_item') }}
),

stg_crm_salesforce__opportunity_line_item as (
    select
        id as line_id,
        opportunity_id,
        coalesce(product_2_id, product_code, name, id) as product_id,

        coalesce(description, name) as description,

        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        nullif(discount, 0)::decimal(18, 8) as discount_percent,
        nullif(months_c, 0) as month_count,

        service_date,

        declared_start,
        declared_end,
        declared_months,
        declared_billing_period,
        declared_free_months,
        declared_price_period,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__opportunity_line_item
