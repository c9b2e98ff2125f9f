with int_invoice_balances as (
    select * from {{ ref('int_invoice_balances') }}
),

int_receivables__payments as (
    select * from {{ ref('int_receivables__payments') }}
),

int_receivables__cash as (
    select * from {{ ref('int_receivables__cash') }}
),

settled as (
    -- What is settled without money: a fee, a discount, a withholding, a write-off.
    select
        matches.invoice_id,
        matches.difference_kind as movement_kind,
        matches.matched_amount - matches.bank_amount as amount,
        matches.booked_on as moved_on
    from {{ ref('int_bank_matches') }} as matches
    where
        matches.is_posted
        and matches.currency = matches.invoice_currency
        and matches.difference_kind is not null
),

credited as (
    -- A note names one document: what it credits is what that document is credited by it.
    select
        credits.credit_note_id,
        credits.invoice_id,
        notes.credited_amount,
        credits.credited_on
    from {{ ref('int_collection__credits') }} as credits
    inner join int_invoice_balances as notes on credits.credit_note_id = notes.invoice_id
),

moved as (
    select
        invoice_id,
        document_type as movement_kind,
        document_sign * total_amount as amount,
        issue_date as moved_on
    from int_invoice_balances
    union all
    select
        payments.invoice_id,
        'payment' as movement_kind,
        -balances.document_sign * payments.paid_amount as amount,
        payments.paid_on as moved_on
    from int_receivables__payments as payments
    inner join int_invoice_balances as balances on payments.invoice_id = balances.invoice_id
    union all
    select
        invoice_id,
        movement_kind,
        -amount as amount,
        moved_on
    from settled
    union all
    -- It is in `paid_amount` already, and is no money.
    select
        invoice_id,
        'payment' as movement_kind,
        amount,
        moved_on
    from settled
    union all
    select
        invoice_id,
        'credit_applied' as movement_kind,
        -credited_amount as amount,
        credited_on as moved_on
    from credited
    union all
    select
        credit_note_id as invoice_id,
        'credit_applied' as movement_kind,
        credited_amount as amount,
        credited_on as moved_on
    from credited
),

int_receivables_ledger as (
    select
        'document' as item_kind,
        balances.invoice_id as item_id,
        balances.legal_entity_id,
        balances.customer_id,
        moved.movement_kind,
        sum(moved.amount)::decimal(18, 4) as amount,
        balances.currency,
        moved.moved_on
    from moved
    inner join int_invoice_balances as balances on moved.invoice_id = balances.invoice_id
    group by all
    having sum(moved.amount) != 0
    union all
    select
        receipt_kind as item_kind,
        receipt_id as item_id,
        legal_entity_id,
        customer_id,
        'cash_on_account' as movement_kind,
        -cash_amount as amount,
        currency,
        known_on as moved_on
    from int_receivables__cash
)

select * from int_receivables_ledger
