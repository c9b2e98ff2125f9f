with int_gaps__named_invoices as (
    select * from {{ ref('int_gaps__named_invoices') }}
    where gap_class = 'short_payment'
),

int_bank_matches as (
    select
        bank_transaction_id,
        invoice_id
    from {{ ref('int_bank_matches') }}
),

bank_transactions as (
    select * from {{ ref('bank_transactions') }}
),

payment_allocations as (
    select * from {{ ref('payment_allocations') }}
),

payments as (
    select * from {{ ref('payments') }}
),

int_gaps__part_payment_records as (
    -- What was paid of a document that is short: its bank lines, its payments.
    select
        named.gap_id,
        bank_transactions.source_record
    from int_gaps__named_invoices as named
    inner join int_bank_matches on named.invoice_id = int_bank_matches.invoice_id
    inner join bank_transactions
        on int_bank_matches.bank_transaction_id = bank_transactions.bank_transaction_id
    union distinct
    select
        named.gap_id,
        payments.source_record
    from int_gaps__named_invoices as named
    inner join payment_allocations on named.invoice_id = payment_allocations.invoice_id
    inner join payments on payment_allocations.payment_id = payments.payment_id
)

select * from int_gaps__part_payment_records
