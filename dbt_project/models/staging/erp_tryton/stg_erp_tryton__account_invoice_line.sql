with source as (
    select * from {{ source('erp_tryton', 'account_invoice_line') }}
),

stg_erp_tryton__account_invoice_line as (
    select
        id as invoice_line_id,
        invoice as invoice_id,
        product as product_id,
        origin,

        type as line_type,
        description,
        taxes as tax_ids,

        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        amount::decimal(18, 4) as amount,

        defer_from::date as defer_from,
        defer_to::date as defer_to,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_invoice_line
