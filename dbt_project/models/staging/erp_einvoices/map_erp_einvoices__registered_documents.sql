with stg_erp_einvoices__register_rows as (
    select * from {{ ref('stg_erp_einvoices__register_rows') }}
),

map_erp_einvoices__registered_documents as (
    -- The register of sales is what the tax office holds of ours; that of purchases is suppliers'.
    select
        'erp_einvoices:' || register_row_id as registered_document_id,
        document_kind as document_type,
        document_number as number,
        owner_tax_id as issuer_tax_id,
        counterparty_tax_id as receiver_tax_id,
        issued_on as issue_date,
        (coalesce(net_amount, 0) + coalesce(exempt_amount, 0))::decimal(18, 4) as net_amount,
        (total_amount - coalesce(net_amount, 0) - coalesce(exempt_amount, 0))::decimal(18, 4)
            as tax_amount,
        total_amount,
        response as buyer_response,
        source_record
    from stg_erp_einvoices__register_rows
    where
        register = 'sales'
        and owner_tax_id is not null
        and document_kind in ('invoice', 'credit_note', 'debit_note')
)

select * from map_erp_einvoices__registered_documents
