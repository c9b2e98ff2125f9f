with stg_file_drop__tax_registered_documents as (
    select * from {{ ref('stg_file_drop__tax_registered_documents') }}
),

map_file_drop__registered_documents as (
    select
        registered_document_id,
        document_type,
        number,
        issuer_tax_id,
        receiver_tax_id,
        issue_date,
        net_amount,
        tax_amount,
        total_amount,
        buyer_response,
        source_record
    from stg_file_drop__tax_registered_documents
)

select * from map_file_drop__registered_documents
