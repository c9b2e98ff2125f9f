with stg_billing_stripe__subscription as (
    select * from {{ ref('stg_billing_stripe__subscription') }}
),

map_billing_stripe__adjustments as (
    -- A trial charges nothing up to the day on which it ends.
    select
        'billing_stripe:' || subscription_id || '@trial' as adjustment_id,
        'billing_stripe:' || subscription_id as contract_id,
        'free' as kind,
        trial_start as start_date,
        trial_end - 1 as end_date,
        source_record
    from stg_billing_stripe__subscription
    where trial_end > trial_start
)

select * from map_billing_stripe__adjustments
