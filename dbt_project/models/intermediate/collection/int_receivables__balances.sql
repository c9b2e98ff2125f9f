with int_receivables_ledger as (
    select * from {{ ref('int_receivables_ledger') }}
),

int_invoice_balances as (
    select
        invoice_id,
        due_on
    from {{ ref('int_invoice_balances') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

days as (
    select
        item_kind,
        item_id,
        legal_entity_id,
        customer_id,
        currency,
        moved_on,
        sum(amount) as amount
    from int_receivables_ledger
    group by all
),

running as (
    select
        *,
        sum(amount) over by_day as balance_amount,
        min(moved_on) over by_day as first_moved_on,
        lead(moved_on) over by_day as next_moved_on
    from days
    window by_day as (partition by item_kind, item_id order by moved_on)
),

int_receivables__balances as (
    -- DOMAIN 4: what is owed ages from its due date; a credit has none, and ages from its own day.
    select
        running.item_kind,
        running.item_id,
        running.legal_entity_id,
        running.customer_id,
        running.balance_amount::decimal(18, 4) as balance_amount,
        running.currency,
        case
            when running.balance_amount > 0 then balances.due_on
            else running.first_moved_on
        end as ages_from_date,
        running.moved_on as balance_start,
        coalesce(running.next_moved_on - 1, run_settings.as_of_date) as balance_end
    from running
    cross join run_settings
    left join int_invoice_balances as balances
        on running.item_kind = 'document' and running.item_id = balances.invoice_id
    where running.balance_amount != 0
)

select * from int_receivables__balances
