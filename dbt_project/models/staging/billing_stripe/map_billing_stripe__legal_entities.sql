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
        accounts.name,
        coalesce(accounts.country, left(accounts.currency, 2)) as country,
        accounts.currency as functional_currency,
        accounts.source_record
    from stg_billing_stripe__account as accounts
    inner join entity on 'billing_stripe:' || accounts.account_id = entity.legal_entity_id
    where accounts.currency is not null
)

select * from map_billing_stripe__legal_entities
