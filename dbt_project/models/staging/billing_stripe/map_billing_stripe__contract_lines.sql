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

stg_billing_stripe__product as (
    select * from {{ ref('stg_billing_stripe__product') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

prices as (
    {{ stripe_prices() }}
),

map_billing_stripe__contract_lines as (
    -- The terms of today: what an item cost before a change is in no table of the loader's.
    select
        'billing_stripe:' || items.item_id as contract_line_id,
        'billing_stripe:' || items.subscription_id as contract_id,
        'billing_stripe:' || coalesce(prices.product_id, prices.price_id) as product_id,
        products.name as description,
        'per_unit' as charge_model,
        items.quantity,
        {{ stripe_price('prices.unit_amount', 'prices.currency', 'currencies.minor_units') }}
            as unit_price,
        'P' || prices.interval_count || upper(left(prices.billing_interval, 1)) as price_period,
        'P' || prices.interval_count || upper(left(prices.billing_interval, 1)) as billing_period,
        'in_advance' as billing_timing,
        if(subscriptions.anchor_on is null, 'start', 'date') as billing_anchor,
        subscriptions.anchor_on as billing_anchor_date,
        if(
            items.created_on > subscriptions.created_on,
            items.created_on,
            subscriptions.start_date
        ) as start_date,
        (subscriptions.tax_percent * 0.01::decimal(2, 2))::decimal(28, 16) as tax_rate,
        items.source_record
    from stg_billing_stripe__subscription_item as items
    inner join stg_billing_stripe__subscription as subscriptions
        on items.subscription_id = subscriptions.subscription_id
    inner join prices on items.price_id = prices.price_id
    inner join currencies on prices.currency = currencies.currency
    left join stg_billing_stripe__product as products on prices.product_id = products.product_id
    -- Usage is in no table of the loader's, and tiers are not read: neither can be expected.
    where
        prices.usage_type = 'licensed'
        and prices.billing_scheme = 'per_unit'
        and prices.billing_interval is not null
)

select * from map_billing_stripe__contract_lines
