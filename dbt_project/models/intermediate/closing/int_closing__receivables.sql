with int_closing__months as (
    select * from {{ ref('int_closing__months') }}
),

moved as (
    select
        legal_entity_id,
        currency,
        date_trunc('month', moved_on)::date as moved_month,
        sum(amount) as amount
    from {{ ref('int_receivables_ledger') }}
    group by all
),

ledger as (
    select
        months.legal_entity_id,
        moved.currency,
        months.closing_month,
        months.closed_on,
        sum(moved.amount) as ledger_amount
    from int_closing__months as months
    inner join moved
        on
            months.legal_entity_id = moved.legal_entity_id
            and months.closing_month >= moved.moved_month
    group by all
),

balances as (
    select
        ledger.legal_entity_id,
        ledger.currency,
        ledger.closing_month,
        sum(balances.balance_amount) as balance_amount
    from {{ ref('int_receivables__balances') }} as balances
    inner join ledger
        on
            balances.legal_entity_id = ledger.legal_entity_id
            and balances.currency = ledger.currency
            and balances.balance_start <= ledger.closed_on
            and balances.balance_end >= ledger.closed_on
    group by all
),

int_closing__receivables as (
    -- All that moved up to the month's end is what customers owe at its end, item by item.
    select
        ledger.closing_month,
        'receivables_tie' as check_name,
        ledger.legal_entity_id,
        ledger.currency,
        'receivables' as item_id,
        ledger.ledger_amount != coalesce(balances.balance_amount, 0) as is_failed,
        abs(ledger.ledger_amount - coalesce(balances.balance_amount, 0))::decimal(18, 4)
            as failed_amount,
        null::date as loaded_to_date
    from ledger
    left join balances
        on
            ledger.legal_entity_id = balances.legal_entity_id
            and ledger.currency = balances.currency
            and ledger.closing_month = balances.closing_month
)

select * from int_closing__receivables
