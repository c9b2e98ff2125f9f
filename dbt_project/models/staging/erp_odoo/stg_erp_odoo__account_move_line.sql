with source as (
    select * from {{ source('erp_odoo', 'account_move_line') }}
),

stg_erp_odoo__account_move_line as (
    select
        id as move_line_id,
        move_id,
        product_id,
        partner_id,
        company_id,
        currency_id,
        statement_line_id,
        payment_id,

        parent_state as state,
        display_type,
        name as description,
        tax_ids,
        sale_line_ids as order_line_ids,

        quantity::decimal(18, 8) as quantity,
        price_unit::decimal(18, 8) as unit_price,
        price_subtotal::decimal(18, 4) as net_amount,

        date::date as posted_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_move_line
