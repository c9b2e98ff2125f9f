with source as (
    select * from {{ source('file_drop', 'crm_quote_lines') }}
),

stg_file_drop__crm_quote_lines as (
    select
        quote_line_id,
        quote_id,
        product_id,
        description,
        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        price_period,
        billing_period,
        discount_percent::decimal(18, 8) as discount_percent,
        start_date::date as start_date,
        end_date::date as end_date,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__crm_quote_lines
