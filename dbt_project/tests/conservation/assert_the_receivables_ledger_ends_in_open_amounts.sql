-- Fails if the movements of a document or a waiting receipt do not sum to what is open of it: a day
-- of the past would be told by other facts than today.
with both_sides as (
    select
        item_kind,
        item_id,
        amount
    from {{ ref('fct_receivables_ledger') }}
    union all
    select
        'document' as item_kind,
        invoice_id as item_id,
        -open_amount as amount
    from {{ ref('fct_invoices') }}
    union all
    select
        receipt_kind as item_kind,
        receipt_id as item_id,
        cash_amount as amount
    from {{ ref('int_unapplied_cash') }}
)

select
    item_kind,
    item_id,
    sum(amount) as difference_amount
from both_sides
group by item_kind, item_id
having sum(amount) != 0
