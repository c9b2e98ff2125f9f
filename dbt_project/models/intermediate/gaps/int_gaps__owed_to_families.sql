with int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

int_unapplied_cash as (
    select * from {{ ref('int_unapplied_cash') }}
),

int_bank_line_statuses as (
    select
        bank_transaction_id,
        match_status_reason
    from {{ ref('int_bank_line_statuses') }}
),

int_gaps__excess_receipts as (
    select * from {{ ref('int_gaps__excess_receipts') }}
),

int_invoice_balances as (
    select
        customer_id,
        legal_entity_id,
        open_amount,
        currency
    from {{ ref('int_invoice_balances') }}
    where open_amount < 0
),

owed_to_customers as (
    -- A line that names a document for another amount is counted on that document, but for what it
    -- exceeds it by.
    select
        cash.customer_id,
        cash.legal_entity_id,
        cash.currency,
        cash.cash_amount as loose_amount
    from int_unapplied_cash as cash
    left join int_bank_line_statuses as statuses
        on cash.receipt_id = statuses.bank_transaction_id and cash.receipt_kind = 'bank_line'
    where statuses.match_status_reason is distinct from 'quoted_amount_differs'
    union all
    select
        excess.customer_id,
        excess.legal_entity_id,
        excess.currency,
        excess.actual_amount - excess.expected_amount as loose_amount
    from int_gaps__excess_receipts as excess
    inner join int_bank_line_statuses as statuses
        on excess.bank_transaction_id = statuses.bank_transaction_id
    where statuses.match_status_reason = 'quoted_amount_differs'
    union all
    -- Credit notes net first: one that names no document, one of a document that was paid already.
    select
        customer_id,
        legal_entity_id,
        currency,
        -open_amount as loose_amount
    from int_invoice_balances
),

int_gaps__owed_to_families as (
    select
        coalesce(families.family_id, owed.customer_id) as family_id,
        owed.legal_entity_id,
        sum(owed.loose_amount) as loose_amount,
        owed.currency
    from owed_to_customers as owed
    left join int_collection__families as families on owed.customer_id = families.customer_id
    group by coalesce(families.family_id, owed.customer_id), owed.legal_entity_id, owed.currency
)

select * from int_gaps__owed_to_families
