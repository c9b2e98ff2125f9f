-- Fails if the ageing at a month's end is not the sum of all movements up to that day, by legal
-- entity and currency: the buckets would not be the ledger.
with movements as (
    select
        legal_entity_id,
        currency,
        moved_on,
        sum(amount) as amount
    from {{ ref('fct_receivables_ledger') }}
    group by legal_entity_id, currency, moved_on
),

aged as (
    select
        legal_entity_id,
        currency,
        aged_on,
        sum(open_amount) as aged_amount
    from {{ ref('fct_receivables_aging_history') }}
    group by legal_entity_id, currency, aged_on
),

closing_days as (
    select aged_on from aged
    group by aged_on
),

ledger as (
    select
        movements.legal_entity_id,
        movements.currency,
        closing_days.aged_on,
        sum(movements.amount) as ledger_amount
    from movements
    inner join closing_days on movements.moved_on <= closing_days.aged_on
    group by movements.legal_entity_id, movements.currency, closing_days.aged_on
)

select
    coalesce(ledger.legal_entity_id, aged.legal_entity_id) as legal_entity_id,
    coalesce(ledger.currency, aged.currency) as currency,
    coalesce(ledger.aged_on, aged.aged_on) as aged_on,
    ledger.ledger_amount,
    aged.aged_amount
from ledger
full outer join aged
    on
        ledger.legal_entity_id = aged.legal_entity_id
        and ledger.currency = aged.currency
        and ledger.aged_on = aged.aged_on
where coalesce(ledger.ledger_amount, 0) != coalesce(aged.aged_amount, 0)
