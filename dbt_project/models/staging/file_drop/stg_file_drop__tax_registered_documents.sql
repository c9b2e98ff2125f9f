with source as (
    select * from {{ source('file_drop', 'tax_registered_documents') }}
),

stg_file_drop__tax_registered_documents as (
    select
        registered_document_id,
        document_type,
        number,
        issuer_tax_id,
        receiver_tax_id,
        issue_date::date as issue_date,
        net_amount::decimal(18, 4) as net_amount,
        tax_amount::decimal(18, 4) as tax_amount,
        total_amount::decimal(18, 4) as total_amount,
        buyer_response,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__tax_registered_documents
