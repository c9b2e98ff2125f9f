with stg_file_drop__crm_quote_lines as (
    select * from {{ ref('stg_file_drop__crm_quote_lines') }}
),

map_file_drop__quote_lines as (
    select
        quote_line_id,
        quote_id,
        product_id,
        description,
        quantity,
        unit_price,
        price_period,
        billing_period,
        discount_percent,
        start_date,
        end_date,
        source_record
    from stg_file_drop__crm_quote_lines
)

select * from map_file_drop__quote_lines
