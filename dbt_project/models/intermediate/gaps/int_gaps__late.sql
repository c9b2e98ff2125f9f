with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_gaps__late_corrections as (
    select * from {{ ref('int_gaps__late_corrections') }}
),

int_gaps__late as (
    -- CANONICAL 3: the first document above zero, more than grace days after the bill date, or the
    -- correction for an amendment, more than grace days after it was due. A form class carries the
    -- document's amount on both sides. What was credited in full is not billed late but not billed:
    -- one root per period.
    select
        'late_billing' as gap_class,
        case when measured.confidence < 0.95 then 'probable' else 'proved' end as certainty,
        measured.contract_id,
        measured.contract_line_id,
        coalesce(corrections.invoice_id, measured.first_invoice_id) as invoice_id,
        measured.legal_entity_id,
        measured.billing_period_start,
        measured.billing_period_end,
        coalesce(corrections.billed_amount, measured.billed_amount) as expected_amount,
        coalesce(corrections.billed_amount, measured.billed_amount) as actual_amount,
        measured.invoice_currency as currency,
        case
            when corrections.invoice_id is not null then measured.correction_due_on
            else measured.bill_on
        end as bill_on,
        coalesce(corrections.issue_date, measured.first_billed_on)::varchar as detail,
        coalesce(corrections.invoice_id, measured.invoice_ids) as invoice_ids
    from int_gaps__measured as measured
    left join int_gaps__late_corrections as corrections
        on
            measured.contract_line_id = corrections.contract_line_id
            and measured.billing_period_start = corrections.billing_period_start
            and measured.first_billed_on <= measured.bill_on + measured.grace_days
    where
        measured.unjudged_reason is null
        and measured.bill_on is not null
        and abs(measured.billed_amount) > measured.tolerance_amount
        and (
            measured.first_billed_on > measured.bill_on + measured.grace_days
            or corrections.invoice_id is not null
        )
)

select * from int_gaps__late
