with source as (
    select * from {{ source('erp_einvoices', 'document_adjustments') }}
),

stg_erp_einvoices__document_adjustments as (
    select
        document_id,
        item_number::integer as item_number,

        reason,
        source_file,

        (tax_rate * 0.01)::decimal(28, 16) as tax_rate,

        amount::decimal(18, 4) as amount,

        coalesce(is_charge, false) as is_charge,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__document_adjustments
