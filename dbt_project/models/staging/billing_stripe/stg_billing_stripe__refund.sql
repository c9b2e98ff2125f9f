with source as (
    select * from {{ source('billing_stripe', 'refund') }}
),

stg_billing_stripe__refund as (
    select
        id as refund_id,
        charge_id,
        balance_transaction_id,

        amount::decimal(18, 4) as amount,
        currency,

        coalesce(status, 'succeeded') = 'succeeded' as is_paid,

        created::date as paid_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__refund
