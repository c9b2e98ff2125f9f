with stg_billing_stripe__balance_transaction as (
    select * from {{ ref('stg_billing_stripe__balance_transaction') }}
),

stg_billing_stripe__account as (
    select * from {{ ref('stg_billing_stripe__account') }}
),

stg_billing_stripe__declared_options as (
    select * from {{ ref('stg_billing_stripe__declared_options') }}
),

entity as (
    {{ stripe_entity() }}
),

map_billing_stripe__bank_accounts as (
    -- Stripe keeps a balance for each currency that it settles in.
    select
        'billing_stripe:balance:' || balance.currency as bank_account_id,
        entity.legal_entity_id,
        'stripe balance ' || balance.currency as account_number,
        balance.currency,
        min(balance.source_record) as source_record
    from stg_billing_stripe__balance_transaction as balance
    cross join entity
    group by entity.legal_entity_id, balance.currency
)

select * from map_billing_stripe__bank_accounts
