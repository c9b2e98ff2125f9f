with stg_billing_stripe__account as (
    select * from {{ ref('stg_billing_stripe__account') }}
),

stg_billing_stripe__declared_options as (
    select * from {{ ref('stg_billing_stripe__declared_options') }}
),

entity as (
    {{ stripe_entity() }}
),

map_billing_stripe__legal_entities as (
    -- Only where none of the ERP's was declared: that one is told there.
    select
        entity.legal_entity_id,
        stripe_accounts.name,
        coalesce(stripe_accounts.country, left(stripe_accounts.currency, 2)) as country,
        stripe_accounts.currency as functional_currency,
        stripe_accounts.source_record
    from stg_billing_stripe__account as stripe_accounts
    inner join entity on 'billing_stripe:' || stripe_accounts.account_id = entity.legal_entity_id
    where stripe_accounts.currency is not null
)

select * from map_billing_stripe__legal_entities
