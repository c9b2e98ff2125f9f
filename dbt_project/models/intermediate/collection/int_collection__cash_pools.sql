with int_collection__cash_events as (
    select * from {{ ref('int_collection__cash_events') }}
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

int_invoice_balances as (
    select
        customer_id,
        legal_entity_id,
        paid_amount,
        currency
    from {{ ref('int_invoice_balances') }}
    where document_type != 'credit_note'
),

{{ known_receipts('int_collection__cash_events', ['family_id', 'legal_entity_id', 'currency']) }},

used as (
    select
        coalesce(families.family_id, balances.customer_id) as family_id,
        balances.legal_entity_id,
        balances.currency,
        balances.paid_amount as used_amount
    from int_invoice_balances as balances
    left join int_collection__families as families
        on balances.customer_id = families.customer_id
    union all
    select
        family_id,
        legal_entity_id,
        currency,
        elsewhere_amount as used_amount
    from int_collection__cash_events
),

used_in_pool as (
    select
        family_id,
        legal_entity_id,
        currency,
        sum(used_amount) as used_amount
    from used
    group by family_id, legal_entity_id, currency
),

int_collection__cash_pools as (
    -- What a family of customers has paid and no document of theirs has taken.
    select
        known.family_id,
        known.legal_entity_id,
        greatest(known.received_amount - coalesce(used_in_pool.used_amount, 0), 0)::decimal(18, 4)
            as cash_amount,
        known.currency
    from known_int_collection__cash_events as known
    left join used_in_pool
        on
            known.family_id = used_in_pool.family_id
            and known.legal_entity_id = used_in_pool.legal_entity_id
            and known.currency = used_in_pool.currency
)

select * from int_collection__cash_pools
