with stg_billing_stripe__subscription as (
    select * from {{ ref('stg_billing_stripe__subscription') }}
),

stg_billing_stripe__subscription_item as (
    select * from {{ ref('stg_billing_stripe__subscription_item') }}
),

stg_billing_stripe__plan as (
    select * from {{ ref('stg_billing_stripe__plan') }}
),

stg_billing_stripe__price as (
    select * from {{ ref('stg_billing_stripe__price') }}
),

stg_billing_stripe__customer as (
    select * from {{ ref('stg_billing_stripe__customer') }}
),

stg_billing_stripe__account as (
    select * from {{ ref('stg_billing_stripe__account') }}
),

stg_billing_stripe__declared_options as (
    select * from {{ ref('stg_billing_stripe__declared_options') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

entity as (
    {{ stripe_entity() }}
),

prices as (
    {{ stripe_prices() }}
),

priced_in as (
    -- Stripe takes one currency for all of a subscription.
    select
        items.subscription_id,
        min(prices.currency) as currency
    from stg_billing_stripe__subscription_item as items
    inner join prices on items.price_id = prices.price_id
    group by items.subscription_id
),

map_billing_stripe__contracts as (
    select
        'billing_stripe:' || subscriptions.subscription_id as contract_id,
        'billing_stripe:' || coalesce(subscriptions.customer_id, 'none') as account_id,
        'billing_stripe:' || coalesce(subscriptions.customer_id, 'none') as customer_id,
        entity.legal_entity_id,
        coalesce(priced_in.currency, customers.currency, run_settings.reporting_currency)
            as currency,
        least(subscriptions.created_on, subscriptions.start_date) as signed_on,
        subscriptions.start_date,
        case
            when subscriptions.status like 'incomplete%' then 'draft'
            when subscriptions.status = 'canceled' then 'cancelled'
            else 'active'
        end as status,
        -- The first day that is not served.
        case
            when subscriptions.status = 'canceled'
                then coalesce(subscriptions.ended_on, subscriptions.canceled_on)
            when subscriptions.is_cancelled_at_period_end
                then coalesce(subscriptions.cancel_on, subscriptions.current_period_end)
            else subscriptions.cancel_on
        end as cancelled_on,
        'none' as renewal,
        subscriptions.payment_terms_days,
        subscriptions.source_record
    from stg_billing_stripe__subscription as subscriptions
    cross join entity
    cross join run_settings
    left join priced_in on subscriptions.subscription_id = priced_in.subscription_id
    left join stg_billing_stripe__customer as customers
        on subscriptions.customer_id = customers.customer_id
)

select * from map_billing_stripe__contracts
