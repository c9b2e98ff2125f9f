with stg_billing_stripe__charge as (
    select * from {{ ref('stg_billing_stripe__charge') }}
),

stg_billing_stripe__refund as (
    select * from {{ ref('stg_billing_stripe__refund') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

moved as (
    select
        charge_id as movement_id,
        customer_id,
        balance_transaction_id,
        paid_on,
        amount,
        currency,
        source_record
    from stg_billing_stripe__charge
    where is_paid
    union all by name
    -- Money given back takes back what the charge paid.
    select
        refunds.refund_id as movement_id,
        charges.customer_id,
        refunds.balance_transaction_id,
        refunds.paid_on,
        -refunds.amount as amount,
        refunds.currency,
        refunds.source_record
    from stg_billing_stripe__refund as refunds
    left join stg_billing_stripe__charge as charges on refunds.charge_id = charges.charge_id
    where refunds.is_paid
),

map_billing_stripe__payments as (
    -- The line of Stripe's balance is the payment's reference: so it names its money.
    select
        'billing_stripe:' || moved.movement_id as payment_id,
        'billing_stripe:' || coalesce(moved.customer_id, 'none') as customer_id,
        moved.paid_on,
        {{ stripe_amount('moved.amount', 'moved.currency', 'currencies.minor_units') }} as amount,
        moved.currency,
        'billing_stripe:' || moved.balance_transaction_id as reference,
        moved.source_record
    from moved
    inner join currencies on moved.currency = currencies.currency
)

select * from map_billing_stripe__payments
