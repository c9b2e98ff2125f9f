with source as (
    select * from {{ source('billing_stripe', 'subscription') }}
),

stg_billing_stripe__subscription as (
    select
        id as subscription_id,
        customer_id,

        status,

        days_until_due::integer as payment_terms_days,
        tax_percent::decimal(18, 8) as tax_percent,

        coalesce(cancel_at_period_end, false) as is_cancelled_at_period_end,

        coalesce(created, start_date)::date as created_on,
        start_date::date as start_date,
        billing_cycle_anchor::date as anchor_on,
        current_period_end::date as current_period_end,
        cancel_at::date as cancel_on,
        canceled_at::date as canceled_on,
        ended_at::date as ended_on,
        trial_start::date as trial_start,
        trial_end::date as trial_end,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__subscription
