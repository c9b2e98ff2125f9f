-- Fails if the ageing of a legal entity and currency is not its documents' open amounts less its
-- customers' unapplied cash: the report would not agree with the ledger.
with ledger as (
    select
        legal_entity_id,
        currency,
        open_amount as ledger_amount,
        0::decimal(18, 4) as aged_amount
    from {{ ref('fct_invoices') }}
    union all
    select
        legal_entity_id,
        currency,
        -cash_amount as ledger_amount,
        0::decimal(18, 4) as aged_amount
    from {{ ref('int_unapplied_cash') }}
    union all
    select
        legal_entity_id,
        currency,
        0::decimal(18, 4) as ledger_amount,
        open_amount as aged_amount
    from {{ ref('fct_receivables_aging') }}
)

select
    legal_entity_id,
    currency,
    sum(ledger_amount) as ledger_amount,
    sum(aged_amount) as aged_amount
from ledger
group by legal_entity_id, currency
having sum(ledger_amount) != sum(aged_amount)
