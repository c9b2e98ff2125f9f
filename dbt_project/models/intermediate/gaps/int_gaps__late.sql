with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_gaps__late as (
    -- CANONICAL 3: the first document above zero, more than grace days after the bill date. A form
    -- class carries the document's amount on both sides. What was credited in full is not billed
    -- late but not billed: one root per period.
    select
        'late_billing' as gap_class,
        case when confidence < 0.95 then 'probable' else 'proved' end as certainty,
        contract_id,
        contract_line_id,
        first_invoice_id as invoice_id,
        legal_entity_id,
        billing_period_start,
        billing_period_end,
        billed_amount as expected_amount,
        billed_amount as actual_amount,
        invoice_currency as currency,
        bill_on,
        first_billed_on::varchar as detail,
        invoice_ids
    from int_gaps__measured
    where
        unjudged_reason is null
        and bill_on is not null
        and first_billed_on > bill_on + grace_days
        and abs(billed_amount) > tolerance_amount
)

select * from int_gaps__late
