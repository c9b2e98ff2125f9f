with fct_bank_transactions as (
    select * from {{ ref('fct_bank_transactions') }}
),

dim_customers as (
    select * from {{ ref('dim_customers') }}
),

fct_bank_matches as (
    select
        bank_transaction_id,
        invoice_id,
        currency
    from {{ ref('fct_bank_matches') }}
    where not is_posted
),

fct_invoices as (
    select
        invoice_id,
        invoice_number,
        open_amount,
        currency,
        issue_date
    from {{ ref('fct_invoices') }}
),

proposed as (
    -- As people write it back into the report's workbook: amounts of the line's currency are bare.
    select
        matches.bank_transaction_id,
        string_agg(
            coalesce(documents.invoice_number, documents.invoice_id) || ': '
            || case
                when documents.currency = matches.currency then ''
                else documents.currency || ' '
            end
            || {{ number_text('documents.open_amount') }},
            '; '
            order by documents.issue_date asc, documents.invoice_id asc
        ) as candidates
    from fct_bank_matches as matches
    inner join fct_invoices as documents on matches.invoice_id = documents.invoice_id
    group by matches.bank_transaction_id
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
        proposed.candidates,
        fct_bank_transactions.amount,
        fct_bank_transactions.unapplied_amount,
        fct_bank_transactions.currency,
        fct_bank_transactions.booked_on
    from fct_bank_transactions
    left join dim_customers on fct_bank_transactions.customer_id = dim_customers.customer_id
    left join proposed on fct_bank_transactions.bank_transaction_id = proposed.bank_transaction_id
    where
        fct_bank_transactions.match_status in ('unmatched', 'review', 'partial')
        and fct_bank_transactions.amount > 0
)

select * from rpt_unmatched_cash
