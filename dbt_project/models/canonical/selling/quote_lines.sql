with mapped as (
    {{ union_mapped('quote_lines') }}
),

quote_lines as (
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
    from mapped
)

select * from quote_lines
