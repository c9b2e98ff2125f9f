with int_receivables__balances as (
    select * from {{ ref('int_receivables__balances') }}
    where item_kind = 'document' and balance_amount > 0
),

int_invoice_balances as (
    -- What credit notes settled says nothing of how its customer pays.
    select
        invoice_id,
        customer_id,
        legal_entity_id,
        currency,
        due_on
    from {{ ref('int_invoice_balances') }}
    where open_amount <= 0 and paid_amount > credited_amount
),

last_owed as (
    select
        item_id as invoice_id,
        max(balance_end) as last_owed_on
    from int_receivables__balances
    group by item_id
),

int_receivables__settled as (
    select
        balances.invoice_id,
        balances.customer_id,
        balances.legal_entity_id,
        last_owed.last_owed_on + 1 - balances.due_on as late_days,
        balances.currency,
        last_owed.last_owed_on + 1 as settled_on
    from int_invoice_balances as balances
    inner join last_owed on balances.invoice_id = last_owed.invoice_id
)

select * from int_receivables__settled
