with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
    where
        unjudged_reason is null
        and bill_on is not null
        -- What was credited in full is not billed late but not billed: one root per period.
        and abs(billed_amount) > tolerance_amount
),

int_gaps__late_corrections as (
    select * from {{ ref('int_gaps__late_corrections') }}
),

int_gaps__early_documents as (
    select * from {{ ref('int_gaps__early_documents') }}
),

late as (
    select
        'late_billing' as gap_class,
        contract_line_id,
        billing_period_start,
        first_invoice_id as invoice_id,
        billed_amount,
        first_billed_on as issue_date,
        bill_on,
        invoice_ids
    from int_gaps__measured
    where first_billed_on > bill_on + grace_days
),

late_corrections as (
    -- Where the first document was late already, that is said once.
    select
        'late_billing' as gap_class,
        measured.contract_line_id,
        measured.billing_period_start,
        corrections.invoice_id,
        corrections.billed_amount,
        corrections.issue_date,
        measured.correction_due_on as bill_on,
        corrections.invoice_id as invoice_ids
    from int_gaps__measured as measured
    inner join int_gaps__late_corrections as corrections
        on
            measured.contract_line_id = corrections.contract_line_id
            and measured.billing_period_start = corrections.billing_period_start
    where measured.first_billed_on <= measured.bill_on + measured.grace_days
),

early as (
    select
        'early_billing' as gap_class,
        measured.contract_line_id,
        measured.billing_period_start,
        measured.first_invoice_id as invoice_id,
        measured.billed_amount,
        measured.first_billed_on as issue_date,
        measured.bill_on,
        measured.invoice_ids
    from int_gaps__measured as measured
    inner join int_gaps__early_documents
        on
            measured.contract_line_id = int_gaps__early_documents.contract_line_id
            and measured.billing_period_start = int_gaps__early_documents.billing_period_start
),

mistimed as (
    select * from late
    union all by name
    select * from late_corrections
    union all by name
    select * from early
),

int_gaps__mistimed as (
    -- CANONICAL 3: the first document above zero dated more than grace days after or before the
    -- bill date, or the correction for an amendment more than grace days after it was due. A form
    -- class carries the document's amount on both sides.
    select
        mistimed.gap_class,
        case when measured.confidence < 0.95 then 'probable' else 'proved' end as certainty,
        measured.contract_id,
        measured.contract_line_id,
        mistimed.invoice_id,
        measured.legal_entity_id,
        measured.billing_period_start,
        measured.billing_period_end,
        mistimed.billed_amount as expected_amount,
        mistimed.billed_amount as actual_amount,
        measured.invoice_currency as currency,
        mistimed.bill_on,
        mistimed.issue_date::varchar as detail,
        mistimed.invoice_ids
    from mistimed
    inner join int_gaps__measured as measured
        on
            mistimed.contract_line_id = measured.contract_line_id
            and mistimed.billing_period_start = measured.billing_period_start
)

select * from int_gaps__mistimed
