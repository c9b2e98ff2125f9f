with bank_transactions as (
    select * from {{ ref('bank_transactions') }}
),

int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
),

int_unapplied_cash as (
    select
        receipt_id,
        cash_amount
    from {{ ref('int_unapplied_cash') }}
    where receipt_kind = 'bank_line'
),

messages as (
    select * from {{ ref('messages') }}
),

fct_bank_transactions as (
    select
        lines.bank_transaction_id,
        lines.bank_statement_id,
        lines.source_file,
        lines.bank_account_id,
        statuses.legal_entity_id,
        statuses.customer_id,

        lines.counterparty_name,
        lines.counterparty_account,
        lines.counterparty_tax_id,
        lines.reference,
        lines.remittance_text,
        statuses.match_status,
        statuses.match_status_reason,
        messages.en as explanation,
        messages.es as explanation_es,

        lines.amount,
        statuses.matched_amount,
        statuses.unapplied_amount,
        coalesce(cash.cash_amount, 0)::decimal(18, 4) as unapplied_cash_amount,
        lines.currency,

        lines.is_duplicate,
        lines.is_reversal,

        lines.booked_on,
        lines.valued_on
    from bank_transactions as lines
    inner join int_bank_line_statuses as statuses
        on lines.bank_transaction_id = statuses.bank_transaction_id
    left join int_unapplied_cash as cash on lines.bank_transaction_id = cash.receipt_id
    left join messages on 'match_' || statuses.match_status_reason = messages.code
)

select * from fct_bank_transactions
