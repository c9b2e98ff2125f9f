with stg_file_drop__erp_invoice_lines as (
    select * from {{ ref('stg_file_drop__erp_invoice_lines') }}
),

map_file_drop__invoice_lines as (
    select
        invoice_line_id,
        invoice_id,
        contract_line_id,
        product_id,
        description,
        quantity,
        unit_price,
        net_amount,
        tax_rate,
        period_start,
        period_end,
        source_record
    from stg_file_drop__erp_invoice_lines
)

select * from map_file_drop__invoice_lines
