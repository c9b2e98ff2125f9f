with int_gaps__findings as (
    select
        gap_id,
        contract_id,
        contract_line_id,
        invoice_ids,
        invoice_line_id,
        opportunity_id,
        quote_id,
        quote_line_id,
        registered_document_id,
        bank_transaction_id,
        payment_id,
        gap_class
    from {{ ref('int_gaps__findings') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

amendments as (
    select * from {{ ref('amendments') }}
),

invoices as (
    select * from {{ ref('invoices') }}
),

invoice_lines as (
    select * from {{ ref('invoice_lines') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
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

payment_allocations as (
    select * from {{ ref('payment_allocations') }}
),

int_bank_matches as (
    select
        bank_transaction_id,
        invoice_id
    from {{ ref('int_bank_matches') }}
),

gap_invoices as (
    select
        gap_id,
        gap_class,
        unnest(string_split(invoice_ids, ', ')) as invoice_id
    from int_gaps__findings
    where invoice_ids is not null
),

records as (
    select
        int_gaps__findings.gap_id,
        contracts.source_record
    from int_gaps__findings
    inner join contracts on int_gaps__findings.contract_id = contracts.contract_id
    union distinct
    select
        int_gaps__findings.gap_id,
        contract_lines.source_record
    from int_gaps__findings
    inner join contract_lines
        on int_gaps__findings.contract_line_id = contract_lines.contract_line_id
    union distinct
    select
        int_gaps__findings.gap_id,
        amendments.source_record
    from int_gaps__findings
    inner join amendments
        on
            int_gaps__findings.contract_id = amendments.contract_id
            and coalesce(amendments.contract_line_id, int_gaps__findings.contract_line_id)
            = int_gaps__findings.contract_line_id
    union distinct
    select
        gap_invoices.gap_id,
        invoices.source_record
    from gap_invoices
    inner join invoices on gap_invoices.invoice_id = invoices.invoice_id
    union distinct
    select
        int_gaps__findings.gap_id,
        invoice_lines.source_record
    from int_gaps__findings
    inner join invoice_lines
        on int_gaps__findings.invoice_line_id = invoice_lines.invoice_line_id
    union distinct
    select
        int_gaps__findings.gap_id,
        opportunities.source_record
    from int_gaps__findings
    inner join opportunities
        on int_gaps__findings.opportunity_id = opportunities.opportunity_id
    union distinct
    select
        int_gaps__findings.gap_id,
        quotes.source_record
    from int_gaps__findings
    inner join quotes on int_gaps__findings.quote_id = quotes.quote_id
    union distinct
    select
        int_gaps__findings.gap_id,
        quote_lines.source_record
    from int_gaps__findings
    inner join quote_lines on int_gaps__findings.quote_line_id = quote_lines.quote_line_id
    union distinct
    select
        int_gaps__findings.gap_id,
        registered_documents.source_record
    from int_gaps__findings
    inner join registered_documents
        on
            int_gaps__findings.registered_document_id
            = registered_documents.registered_document_id
    union distinct
    select
        int_gaps__findings.gap_id,
        bank_transactions.source_record
    from int_gaps__findings
    inner join bank_transactions
        on int_gaps__findings.bank_transaction_id = bank_transactions.bank_transaction_id
    union distinct
    select
        int_gaps__findings.gap_id,
        payments.source_record
    from int_gaps__findings
    inner join payments on int_gaps__findings.payment_id = payments.payment_id
    union distinct
    -- What was paid of a document that is short: its bank lines, its payments.
    select
        gap_invoices.gap_id,
        bank_transactions.source_record
    from gap_invoices
    inner join int_bank_matches on gap_invoices.invoice_id = int_bank_matches.invoice_id
    inner join bank_transactions
        on int_bank_matches.bank_transaction_id = bank_transactions.bank_transaction_id
    where gap_invoices.gap_class = 'short_payment'
    union distinct
    select
        gap_invoices.gap_id,
        payments.source_record
    from gap_invoices
    inner join payment_allocations on gap_invoices.invoice_id = payment_allocations.invoice_id
    inner join payments on payment_allocations.payment_id = payments.payment_id
    where gap_invoices.gap_class = 'short_payment'
),

numbers as (
    select
        gap_invoices.gap_id,
        string_agg(distinct invoices.invoice_number, ', ' order by invoices.invoice_number)
            as invoice_numbers
    from gap_invoices
    inner join invoices on gap_invoices.invoice_id = invoices.invoice_id
    group by gap_invoices.gap_id
),

int_gaps__source_rows as (
    select
        records.gap_id,
        list(records.source_record order by records.source_record) as source_records,
        any_value(numbers.invoice_numbers) as invoice_numbers
    from records
    left join numbers on records.gap_id = numbers.gap_id
    group by records.gap_id
)

select * from int_gaps__source_rows
