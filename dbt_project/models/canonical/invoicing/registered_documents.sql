with mapped as (
    {{ union_mapped('registered_documents') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

registered_documents as (
    select
        mapped.registered_document_id,
        mapped.document_type,
        mapped.number,
        mapped.issuer_tax_id,
        mapped.receiver_tax_id,
        mapped.issue_date,
        mapped.net_amount,
        mapped.tax_amount,
        mapped.total_amount,
        mapped.buyer_response,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.issue_date <= run_settings.as_of_date
)

select * from registered_documents
