with int_gaps__short_payments as (
    select * from {{ ref('int_gaps__short_payments') }}
),

int_gaps__overpaid_documents as (
    select * from {{ ref('int_gaps__overpaid_documents') }}
),

int_gaps__excess_receipts as (
    select * from {{ ref('int_gaps__excess_receipts') }}
),

int_gaps__repeated_receipts as (
    select * from {{ ref('int_gaps__repeated_receipts') }}
),

int_gaps__receipts_elsewhere as (
    select * from {{ ref('int_gaps__receipts_elsewhere') }}
),

int_gaps__unapplied_receipts as (
    select * from {{ ref('int_gaps__unapplied_receipts') }}
),

int_gaps__unidentified_receipts as (
    select * from {{ ref('int_gaps__unidentified_receipts') }}
),

int_gaps__unbanked_payments as (
    select * from {{ ref('int_gaps__unbanked_payments') }}
),

int_gaps__returned_payments as (
    select * from {{ ref('int_gaps__returned_payments') }}
),

int_gaps__reversed_payments as (
    select * from {{ ref('int_gaps__reversed_payments') }}
),

int_gaps__unclear_returns as (
    select * from {{ ref('int_gaps__unclear_returns') }}
),

elsewhere as (
    select bank_transaction_id
    from int_gaps__receipts_elsewhere
),

findings as (
    select * from int_gaps__short_payments
    union all by name
    select * from int_gaps__overpaid_documents
    union all by name
    select * from int_gaps__excess_receipts
    union all by name
    select * from int_gaps__repeated_receipts
    union all by name
    select * from int_gaps__receipts_elsewhere
    union all by name
    select * from int_gaps__unapplied_receipts
    union all by name
    select * from int_gaps__unidentified_receipts
    union all by name
    select * from int_gaps__unbanked_payments
    union all by name
    select * from int_gaps__returned_payments
    union all by name
    select * from int_gaps__reversed_payments
    union all by name
    select * from int_gaps__unclear_returns
),

int_gaps__cash as (
    -- A receipt that paid another entity's document is told as that alone.
    select findings.*
    from findings
    left join elsewhere on findings.bank_transaction_id = elsewhere.bank_transaction_id
    where
        elsewhere.bank_transaction_id is null
        or findings.gap_class not in ('duplicate_payment', 'overpayment')
)

select * from int_gaps__cash
