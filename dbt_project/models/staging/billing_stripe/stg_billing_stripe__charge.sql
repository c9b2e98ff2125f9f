with source as (
    select * from {{ source('billing_stripe', 'charge') }}
),

stg_billing_stripe__charge as (
    select
        id as charge_id,
        customer_id,
        invoice_id,
        balance_transaction_id,

        amount::decimal(18, 4) as amount,
        currency,

        coalesce(status, 'succeeded') = 'succeeded' and coalesce(captured, true) as is_paid,

        created::date as paid_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__charge
