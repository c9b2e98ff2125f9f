with source as (
    select * from {{ source('erp_einvoices', 'register_rows') }}
),

stg_erp_einvoices__register_rows as (
    select
        register_row_id,
        owner_tax_id,

        register,
        type_code,
        kind as document_kind,
        document_number,
        counterparty_tax_id,
        counterparty_name,
        response,
        reference_type,
        reference_numbers,
        source_file,

        exempt::decimal(18, 4) as exempt_amount,
        net::decimal(18, 4) as net_amount,
        tax::decimal(18, 4) as tax_amount,
        other_taxes::decimal(18, 4) as other_tax_amount,
        total::decimal(18, 4) as total_amount,
        'CLP' as currency,

        issued_on::date as issued_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_einvoices__register_rows
