with source as (
    select * from {{ source('erp_tryton', 'account_invoice') }}
),

stg_erp_tryton__account_invoice as (
    select
        id as invoice_id,
        party as party_id,
        company as company_id,
        currency as currency_id,
        payment_term as payment_term_id,
        move as move_id,
        payment_lines as payment_line_ids,

        number,
        state,
        reference,
        description,

        untaxed_amount::decimal(18, 4) as untaxed_amount,
        tax_amount::decimal(18, 4) as tax_amount,
        total_amount::decimal(18, 4) as total_amount,

        invoice_date::date as invoice_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_invoice
