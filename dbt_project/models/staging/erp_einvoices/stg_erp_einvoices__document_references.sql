with source as (
    select * from {{ source('erp_einvoices', 'document_references') }}
),

stg_erp_einvoices__document_references as (
    select
        document_id,
        item_number::integer as item_number,

        kind as reference_kind,
        referred_number,
        type_code,
        code as reference_code,
        reason,
        source_file,

        issued_on::date as issued_on,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__document_references
