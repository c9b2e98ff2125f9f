with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
),

fct_billing_gaps as (
    select
        gap_id,
        gap_class,
        gap_cause,
        second_gap_cause,
        certainty,
        impact,
        severity,
        contract_id,
        contract_line_id,
        invoice_id,
        invoice_line_id,
        bank_transaction_id,
        payment_id,
        registered_document_id,
        opportunity_id,
        quote_id,
        milestone_id,
        customer_id,
        legal_entity_id,
        expected_amount,
        actual_amount,
        gap_amount,
        currency,
        reporting_gap_amount,
        root_gap_id,
        document_ids,
        cured_by,
        recovered_amount,
        explanation,
        explanation_es,
        evidence,
        status,
        owner,
        is_material,
        billing_period_start,
        billing_period_end,
        first_seen_on,
        last_seen_on,
        cured_on
    from int_billing_gaps
)

select * from fct_billing_gaps
