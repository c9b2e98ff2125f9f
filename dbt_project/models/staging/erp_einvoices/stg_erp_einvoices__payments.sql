with source as (
    select * from {{ source('erp_einvoices', 'payments') }}
),

stg_erp_einvoices__payments as (
    select
        document_id,
        item_number::integer as item_number,

        form as payment_form,
        currency,
        reference,
        source_file,

        exchange_rate::decimal(28, 16) as exchange_rate,

        amount::decimal(18, 4) as amount,

        paid_on::date as paid_on,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__payments
