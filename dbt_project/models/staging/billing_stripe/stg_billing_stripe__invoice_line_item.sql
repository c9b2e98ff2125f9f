with source as (
    select * from {{ source('billing_stripe', 'invoice_line_item') }}
),

stg_billing_stripe__invoice_line_item as (
    select
        id as line_id,
        invoice_id,
        subscription_item_id,
        plan_id as price_id,

        description,

        amount::decimal(18, 4) as amount,
        quantity::decimal(18, 8) as quantity,
        unit_amount_excluding_tax::decimal(28, 12) as unit_amount,
        currency,

        -- Stripe ends a period with the moment after it.
        period_start::date as period_start,
        greatest(period_start::date, period_end::date - 1) as period_end,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__invoice_line_item
