with source as (
    select * from {{ source('billing_stripe', 'credit_note') }}
),

stg_billing_stripe__credit_note as (
    select
        id as credit_note_id,
        invoice_id,
        refund_id,

        coalesce(number, id) as number,
        status,

        subtotal::decimal(18, 4) as subtotal,
        discount_amount::decimal(18, 4) as discount,
        total::decimal(18, 4) as total,
        currency,

        created::date as issued_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__credit_note
