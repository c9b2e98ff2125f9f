with source as (
    select * from {{ source('erp_einvoices', 'documents') }}
),

stg_erp_einvoices__documents as (
    select
        document_id,
        file_sha256,
        item_number::integer as item_number,

        direction,
        family,
        type_code,
        kind as document_kind,
        invoice_number,
        series,
        unique_id,
        currency,
        tax_currency,
        issuer_key,
        issuer_name,
        issuer_tax_id,
        issuer_legal_id,
        issuer_country,
        receiver_key,
        receiver_name,
        receiver_tax_id,
        receiver_legal_id,
        receiver_country,
        payee as payee_name,
        buyer_reference,
        payment_means,
        payment_account,
        payment_reference,
        payment_terms,
        load_status,
        warning_code,
        warning_value,
        source_file,

        exchange_rate::decimal(28, 16) as exchange_rate,

        line_total::decimal(18, 4) as line_total_amount,
        allowances::decimal(18, 4) as allowance_amount,
        charges::decimal(18, 4) as charge_amount,
        net::decimal(18, 4) as net_amount,
        exempt::decimal(18, 4) as exempt_amount,
        tax::decimal(18, 4) as tax_amount,
        withheld::decimal(18, 4) as withheld_amount,
        total::decimal(18, 4) as total_amount,
        prepaid::decimal(18, 4) as prepaid_amount,
        rounding::decimal(18, 4) as rounding_amount,
        payable::decimal(18, 4) as payable_amount,

        coalesce(is_draft, false) as is_draft,
        coalesce(is_incoming, false) as is_incoming,
        coalesce(are_prices_gross, false) as is_priced_gross,

        issued_on::date as issued_on,
        due_on::date as due_on,
        period_start::date as period_start,
        period_end::date as period_end,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__documents
