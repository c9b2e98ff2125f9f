with source as (
    select * from {{ source('erp_tryton', 'sale_sale') }}
),

stg_erp_tryton__sale_sale as (
    select
        id as sale_id,
        party as party_id,
        invoice_party as invoice_party_id,
        company as company_id,
        currency as currency_id,
        payment_term as payment_term_id,
        origin,

        number,
        reference,
        description,
        comment,
        state,
        invoice_method,

        sale_date::date as sale_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_sale
