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
        bank_lines.bank_transaction_id,
        bank_lines.bank_statement_id,
        bank_lines.source_file,
        bank_lines.bank_account_id,
        statuses.legal_entity_id,
        statuses.customer_id,

        bank_lines.counterparty_name,
        bank_lines.counterparty_account,
        bank_lines.counterparty_tax_id,
        bank_lines.reference,
        bank_lines.remittance_text,
        statuses.match_status,
        statuses.match_status_reason,
        messages.en as explanation,
        messages.es as explanation_es,

        bank_lines.amount,
        statuses.matched_amount,
        statuses.unapplied_amount,
        coalesce(cash.cash_amount, 0)::decimal(18, 4) as unapplied_cash_amount,
        bank_lines.currency,

        bank_lines.is_duplicate,
        bank_lines.is_reversal,

        bank_lines.booked_on,
        bank_lines.valued_on
    from bank_transactions as bank_lines
    inner join int_bank_line_statuses as statuses
        on bank_lines.bank_transaction_id = statuses.bank_transaction_id
    left join int_unapplied_cash as cash on bank_lines.bank_transaction_id = cash.receipt_id
    left join messages on 'match_' || statuses.match_status_reason = messages.code
)

select * from fct_bank_transactions
