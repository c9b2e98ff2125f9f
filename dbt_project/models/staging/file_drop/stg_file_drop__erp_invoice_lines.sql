with source as (
    select * from {{ source('file_drop', 'erp_invoice_lines') }}
),

stg_file_drop__erp_invoice_lines as (
    select
        invoice_line_id,
        invoice_id,
        contract_line_id,
        product_id,
        description,
        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        net_amount::decimal(18, 4) as net_amount,
        tax_rate::decimal(28, 16) as tax_rate,
        period_start::date as period_start,
        period_end::date as period_end,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__erp_invoice_lines
