with source as (
    select * from {{ source('erp_einvoices', 'document_references') }}
),

stg_erp_einvoices__document_references as (
    select
        document_id,
        position::integer as position,

        kind as reference_kind,
        referred_number,
        type_code,
        code as reference_code,
        reason,
        source_file,

        issued_on::date as issued_on,

        {{ source_record('source_file', 'position') }} as source_record
    from source
)

select * from stg_erp_einvoices__document_references
