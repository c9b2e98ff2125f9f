with int_unapplied_cash as (
    select * from {{ ref('int_unapplied_cash') }}
    where cash_amount > 0
),

int_bank_matches as (
    select
        bank_transaction_id,
        bank_amount
    from {{ ref('int_bank_matches') }}
    where is_posted and match_rule = 'payer_only_document'
),

int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
),

unproved as (
    -- Applied to the only open document, without anything that names it: it still waits for a word.
    select
        receipt_kind,
        receipt_id,
        customer_id,
        legal_entity_id,
        cash_amount,
        currency,
        received_on
    from int_unapplied_cash
    union all
    select
        'bank_line' as receipt_kind,
        statuses.bank_transaction_id as receipt_id,
        statuses.customer_id,
        statuses.legal_entity_id,
        matches.bank_amount as cash_amount,
        statuses.currency,
        statuses.booked_on as received_on
    from int_bank_matches as matches
    inner join int_bank_line_statuses as statuses
        on matches.bank_transaction_id = statuses.bank_transaction_id
),

int_gaps__loose_cash as (
    select
        receipt_kind,
        receipt_id,
        any_value(customer_id) as customer_id,
        any_value(legal_entity_id) as legal_entity_id,
        sum(cash_amount)::decimal(18, 4) as cash_amount,
        any_value(currency) as currency,
        any_value(received_on) as received_on
    from unproved
    group by receipt_kind, receipt_id
)

select * from int_gaps__loose_cash
