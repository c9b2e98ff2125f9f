with int_invoice_balances as (
    select
        legal_entity_id,
        customer_id,
        days_overdue,
        open_amount,
        currency
    from {{ ref('int_invoice_balances') }}
    where open_amount != 0
),

int_unapplied_cash as (
    select
        legal_entity_id,
        customer_id,
        cash_amount,
        currency
    from {{ ref('int_unapplied_cash') }}
    where cash_amount > 0
),

aging_buckets as (
    select * from {{ ref('aging_buckets') }}
),

items as (
    select
        balances.customer_id,
        balances.legal_entity_id,
        balances.currency,
        aging_buckets.bucket,
        balances.open_amount
    from int_invoice_balances as balances
    inner join aging_buckets
        on
            balances.days_overdue >= aging_buckets.from_days
            and balances.days_overdue <= coalesce(aging_buckets.until_days, balances.days_overdue)
    where balances.open_amount > 0
    union all
    -- What we owe the customer has no age: credit notes and overpaid documents stand apart.
    select
        customer_id,
        legal_entity_id,
        currency,
        'unapplied' as bucket,
        open_amount
    from int_invoice_balances
    where open_amount < 0
    union all
    select
        customer_id,
        legal_entity_id,
        currency,
        'unapplied' as bucket,
        -cash_amount as open_amount
    from int_unapplied_cash
),

fct_receivables_aging as (
    select
        customer_id,
        legal_entity_id,

        bucket,

        sum(open_amount)::decimal(18, 4) as open_amount,
        currency
    from items
    group by customer_id, legal_entity_id, bucket, currency
)

select * from fct_receivables_aging
