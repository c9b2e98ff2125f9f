with source as (
    select * from {{ source('erp_einvoices', 'payment_applications') }}
),

stg_erp_einvoices__payment_applications as (
    select
        document_id,
        payment_number::integer as payment_number,
        item_number::integer as item_number,
        paid_document_id,

        paid_number,
        currency,
        instalment_number,
        source_file,

        exchange_rate::decimal(28, 16) as exchange_rate,

        previous_balance::decimal(18, 4) as previous_balance_amount,
        paid::decimal(18, 4) as paid_amount,
        remaining::decimal(18, 4) as remaining_amount,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__payment_applications
