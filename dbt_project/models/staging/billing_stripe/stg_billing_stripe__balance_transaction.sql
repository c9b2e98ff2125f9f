with source as (
    select * from {{ source('billing_stripe', 'balance_transaction') }}
),

stg_billing_stripe__balance_transaction as (
    select
        id as balance_transaction_id,
        source as source_id,

        concat_ws(' ', type, description) as description,

        amount::decimal(18, 4) as amount,
        net::decimal(18, 4) as net,
        currency,

        created::date as booked_on,
        available_on::date as valued_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__balance_transaction
