with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
),

int_gaps__named_invoices as (
    select * from {{ ref('int_gaps__named_invoices') }}
),

invoices as (
    select * from {{ ref('invoices') }}
),

invoice_lines as (
    select * from {{ ref('invoice_lines') }}
),

registered_documents as (
    select * from {{ ref('registered_documents') }}
),

bank_transactions as (
    select * from {{ ref('bank_transactions') }}
),

payments as (
    select * from {{ ref('payments') }}
),

int_gaps__money_records as (
    -- What was billed and paid: documents, those of the tax register, bank lines, payments.
    select
        named.gap_id,
        invoices.source_record
    from int_gaps__named_invoices as named
    inner join invoices on named.invoice_id = invoices.invoice_id
    union distinct
    select
        findings.gap_id,
        invoice_lines.source_record
    from int_gaps__findings as findings
    inner join invoice_lines on findings.invoice_line_id = invoice_lines.invoice_line_id
    union distinct
    select
        findings.gap_id,
        bank_transactions.source_record
    from int_gaps__findings as findings
    inner join bank_transactions
        on findings.bank_transaction_id = bank_transactions.bank_transaction_id
    union distinct
    select
        findings.gap_id,
        payments.source_record
    from int_gaps__findings as findings
    inner join payments on findings.payment_id = payments.payment_id
    union distinct
    select
        findings.gap_id,
        registered_documents.source_record
    from int_gaps__findings as findings
    inner join registered_documents
        on findings.registered_document_id = registered_documents.registered_document_id
)

select * from int_gaps__money_records
