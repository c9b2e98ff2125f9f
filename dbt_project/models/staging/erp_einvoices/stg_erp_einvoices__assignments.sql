with source as (
    select * from {{ source('erp_einvoices', 'assignments') }}
),

stg_erp_einvoices__assignments as (
    select
        assigned_document_id,
        item_number::integer as item_number,
        sequence_number::integer as sequence_number,

        type_code,
        invoice_number,
        issuer_tax_id,
        receiver_tax_id,
        assignor_tax_id,
        assignor_name,
        assignee_tax_id,
        assignee_name,
        source_file,

        document_total::decimal(18, 4) as document_total_amount,
        amount::decimal(18, 4) as assigned_amount,
        'CLP' as currency,

        issued_on::date as issued_on,
        last_due_on::date as last_due_on,

        try_cast(assigned_at as timestamp) as assigned_local_time,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__assignments
