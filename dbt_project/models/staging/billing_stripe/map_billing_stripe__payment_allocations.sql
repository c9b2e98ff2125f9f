with stg_billing_stripe__charge as (
    select * from {{ ref('stg_billing_stripe__charge') }}
),

stg_billing_stripe__refund as (
    select * from {{ ref('stg_billing_stripe__refund') }}
),

stg_billing_stripe__credit_note as (
    select * from {{ ref('stg_billing_stripe__credit_note') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

allocated as (
    select
        charge_id as movement_id,
        invoice_id,
        amount,
        currency,
        source_record
    from stg_billing_stripe__charge
    where is_paid and invoice_id is not null
    union all by name
    -- A refund pays out the credit note that names it, else it takes back from the invoice.
    select
        refunds.refund_id as movement_id,
        coalesce(notes.credit_note_id, charges.invoice_id) as invoice_id,
        -refunds.amount as amount,
        refunds.currency,
        refunds.source_record
    from stg_billing_stripe__refund as refunds
    left join stg_billing_stripe__charge as charges on refunds.charge_id = charges.charge_id
    left join stg_billing_stripe__credit_note as notes on refunds.refund_id = notes.refund_id
    where refunds.is_paid and coalesce(notes.credit_note_id, charges.invoice_id) is not null
),

map_billing_stripe__payment_allocations as (
    select
        'billing_stripe:' || allocated.movement_id as payment_id,
        'billing_stripe:' || allocated.invoice_id as invoice_id,
        {{ stripe_amount('allocated.amount', 'allocated.currency', 'currencies.minor_units') }}
            as amount,
        allocated.source_record
    from allocated
    inner join currencies on allocated.currency = currencies.currency
)

select * from map_billing_stripe__payment_allocations
