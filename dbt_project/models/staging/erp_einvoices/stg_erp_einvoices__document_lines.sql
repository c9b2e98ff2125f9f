with source as (
    select * from {{ source('erp_einvoices', 'document_lines') }}
),

stg_erp_einvoices__document_lines as (
    select
        document_id,
        item_number::integer as item_number,

        line_number,
        item_code,
        description,
        unit,
        order_number,
        source_file,

        try_cast(quantity as decimal(18, 8)) as quantity,
        try_cast(unit_price as decimal(18, 8)) as unit_price,
        (tax_rate * 0.01)::decimal(28, 16) as tax_rate,

        (net_amount - coalesce(discount, 0))::decimal(18, 4) as net_amount,

        coalesce(is_counted, true) as is_counted,

        period_start::date as period_start,
        period_end::date as period_end,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__document_lines
