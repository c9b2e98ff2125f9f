with int_gaps__worded as (
    select * from {{ ref('int_gaps__worded') }}
),

int_billing_gaps as (
    select
        gap_id,
        gap_class,
        gap_cause,
        second_gap_cause,
        gap_group,
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
        coalesce(opportunity_id, contract_opportunity_id) as opportunity_id,
        coalesce(quote_id, contract_quote_id) as quote_id,
        milestone_id,
        coalesce(customer_id, payer_customer_id) as customer_id,
        coalesce(legal_entity_id, contract_legal_entity_id) as legal_entity_id,
        expected_amount,
        actual_amount,
        gap_amount,
        currency,
        reporting_gap_amount,
        root_gap_id,
        document_ids,
        cured_by,
        recovered_amount,
        concat_ws(' · ', {{ gap_explanation('en') }}, decision_explanation) as explanation,
        concat_ws(' · ', {{ gap_explanation('es') }}, decision_explanation_es) as explanation_es,
        json_object(
            'rule', gap_class,
            'cause', gap_cause,
            'second_cause', second_gap_cause,
            'inputs', json_object(
                'contract_line_id', contract_line_id,
                'billing_period_start', billing_period_start,
                'billing_period_end', billing_period_end,
                'bill_on', bill_on,
                'invoices', invoice_ids,
                'expected', expected_text,
                'actual', actual_text,
                'currency', currency,
                'expected_value', expected_value,
                'actual_value', actual_value,
                'detail', detail,
                'second_detail', second_detail
            ),
            'arithmetic', arithmetic,
            'cured_by', cured_by,
            'causes_tried', tried_causes,
            'causes_that_reproduce', reproducing_causes,
            'replayed_amount', replayed_amount::varchar,
            'source_rows', source_records
        )::varchar as evidence,
        status,
        owner,
        is_material,
        billing_period_start,
        billing_period_end,
        first_seen_on,
        last_seen_on,
        cured_on
    from int_gaps__worded
)

select * from int_billing_gaps
