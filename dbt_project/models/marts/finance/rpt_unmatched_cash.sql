with fct_bank_transactions as (
    select * from {{ ref('fct_bank_transactions') }}
),

dim_customers as (
    select * from {{ ref('dim_customers') }}
),

rpt_unmatched_cash as (
    select
        fct_bank_transactions.bank_transaction_id,
        fct_bank_transactions.bank_account_id,
        fct_bank_transactions.source_file,
        fct_bank_transactions.customer_id,
        dim_customers.customer_name,
        fct_bank_transactions.counterparty_name,
        fct_bank_transactions.reference,
        fct_bank_transactions.remittance_text,
        fct_bank_transactions.match_status,
        fct_bank_transactions.match_status_reason,
        fct_bank_transactions.amount,
        fct_bank_transactions.unapplied_amount,
        fct_bank_transactions.currency,
        fct_bank_transactions.booked_on
    from fct_bank_transactions
    left join dim_customers on fct_bank_transactions.customer_id = dim_customers.customer_id
    where
        fct_bank_transactions.match_status in ('unmatched', 'review', 'partial')
        and fct_bank_transactions.amount > 0
)

select * from rpt_unmatched_cash
