with source as (
    select * from {{ source('erp_einvoices', 'document_taxes') }}
),

stg_erp_einvoices__document_taxes as (
    select
        document_id,
        item_number::integer as item_number,

        category,
        source_file,

        (rate * 0.01)::decimal(28, 16) as tax_rate,

        base::decimal(18, 4) as base_amount,
        tax::decimal(18, 4) as tax_amount,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__document_taxes
