with month_closes as (
    select
        closing_month,
        last_day(closing_month) as closed_on
    from {{ ref('month_closes') }}
),

revenue as (
    select
        month_closes.closing_month,
        'fct_revenue_schedule' as table_name,
        schedule.contract_line_id as record_id,
        schedule.legal_entity_id,
        schedule.currency,
        unnest(['recognised_amount', 'billed_amount', 'deferred_balance', 'unbilled_balance'])
            as measure,
        unnest([
            schedule.recognised_amount,
            schedule.billed_amount,
            schedule.deferred_balance,
            schedule.unbilled_balance
        ]) as amount
    from {{ ref('int_revenue_schedule') }} as schedule
    inner join month_closes on schedule.revenue_month = month_closes.closing_month
),

documents as (
    -- CANONICAL 1: a credit note prints positive amounts; here it takes off.
    select
        month_closes.closing_month,
        'fct_invoices' as table_name,
        balances.invoice_id as record_id,
        balances.legal_entity_id,
        balances.currency,
        unnest(['net_amount', 'tax_amount', 'total_amount']) as measure,
        balances.document_sign
        * unnest([balances.net_amount, balances.tax_amount, balances.total_amount]) as amount
    from {{ ref('int_invoice_balances') }} as balances
    inner join month_closes
        on balances.issue_date between month_closes.closing_month and month_closes.closed_on
),

receivables as (
    select
        month_closes.closing_month,
        'fct_receivables_balances' as table_name,
        balances.item_kind || '@' || balances.item_id as record_id,
        balances.legal_entity_id,
        balances.currency,
        'balance_amount' as measure,
        balances.balance_amount as amount
    from {{ ref('int_receivables__balances') }} as balances
    inner join month_closes
        on month_closes.closed_on between balances.balance_start and balances.balance_end
),

bank_lines as (
    select
        month_closes.closing_month,
        statuses.bank_transaction_id,
        statuses.legal_entity_id,
        statuses.currency,
        statuses.amount
    from {{ ref('int_bank_line_statuses') }} as statuses
    inner join month_closes
        on statuses.booked_on between month_closes.closing_month and month_closes.closed_on
),

matches as (
    select
        bank_lines.closing_month,
        'fct_bank_matches' as table_name,
        found.bank_transaction_id || '@' || found.invoice_id as record_id,
        bank_lines.legal_entity_id,
        found.invoice_currency as currency,
        'matched_amount' as measure,
        found.matched_amount as amount
    from {{ ref('int_bank_matches') }} as found
    inner join bank_lines on found.bank_transaction_id = bank_lines.bank_transaction_id
    where found.is_posted
),

amounts as (
    select * from revenue
    union all
    select * from documents
    union all
    select * from receivables
    union all
    select
        closing_month,
        'fct_bank_transactions' as table_name,
        bank_transaction_id as record_id,
        legal_entity_id,
        currency,
        'amount' as measure,
        amount
    from bank_lines
    union all
    select * from matches
),

int_closing__amounts as (
    select
        closing_month,
        table_name,
        record_id,
        measure,
        legal_entity_id,
        amount::decimal(18, 4) as amount,
        currency
    from amounts
)

select * from int_closing__amounts
