with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_invoicing__live_documents as (
    select invoice_id from {{ ref('int_invoicing__live_documents') }}
),

int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
    where billing_period_start is not null
),

early as (
    -- CANONICAL 3: the first document above zero, more than grace days before the bill date. One
    -- that was taken back in full is early no more.
    select
        int_gaps__measured.contract_line_id,
        int_gaps__measured.billing_period_start,
        int_gaps__measured.first_invoice_id as invoice_id
    from int_gaps__measured
    inner join int_invoicing__live_documents
        on int_gaps__measured.first_invoice_id = int_invoicing__live_documents.invoice_id
    where
        int_gaps__measured.first_billed_on
        < int_gaps__measured.bill_on - int_gaps__measured.grace_days
),

run_starts as (
    select
        invoice_line_id,
        min(billing_period_start) as first_period_start
    from int_invoice_line_attribution
    group by invoice_line_id
),

int_gaps__early_documents as (
    -- An invoice line for several periods, such as a year paid at once, is early or not by the
    -- first of them; the others go with it.
    select
        early.contract_line_id,
        early.billing_period_start,
        early.invoice_id
    from early
    inner join int_invoice_line_attribution as billed
        on
            early.contract_line_id = billed.contract_line_id
            and early.billing_period_start = billed.billing_period_start
            and early.invoice_id = billed.invoice_id
    inner join run_starts
        on
            billed.invoice_line_id = run_starts.invoice_line_id
            and billed.billing_period_start = run_starts.first_period_start
    group by early.contract_line_id, early.billing_period_start, early.invoice_id
)

select * from int_gaps__early_documents
