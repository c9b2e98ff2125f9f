with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
),

corrected as (
    -- In order in the end, and because of an amendment: what came later was its correction.
    select
        contract_line_id,
        billing_period_start,
        correction_due_on + grace_days as last_day,
        first_billed_on,
        expected_amount,
        tolerance_amount
    from int_gaps__measured
    where correction_due_on is not null and abs(gap_amount) <= tolerance_amount
),

documents as (
    select
        corrected.*,
        documents.invoice_id,
        documents.issue_date,
        documents.billed_amount,
        sum(documents.billed_amount) over (
            partition by documents.contract_line_id, documents.billing_period_start
            order by documents.document_number
        ) - documents.billed_amount as billed_before_amount
    from corrected
    inner join int_invoicing__billed_documents as documents
        on
            corrected.contract_line_id = documents.contract_line_id
            and corrected.billing_period_start = documents.billing_period_start
),

int_gaps__late_corrections as (
    select
        contract_line_id,
        billing_period_start,
        invoice_id,
        billed_amount,
        issue_date
    from documents
    where
        issue_date > last_day
        and billed_amount > 0
        -- The first document corrects nothing: it is held against the bill date.
        and issue_date > first_billed_on
        and abs(expected_amount - billed_before_amount) > tolerance_amount
    qualify row_number() over (
        partition by contract_line_id, billing_period_start
        order by issue_date, invoice_id
    ) = 1
)

select * from int_gaps__late_corrections
