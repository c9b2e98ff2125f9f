with mapped as (
    {{ union_mapped('gap_observations') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

gap_observations as (
    select
        mapped.gap_id,
        mapped.gap_class,
        mapped.gap_cause,
        mapped.second_gap_cause,
        mapped.certainty,
        mapped.contract_id,
        mapped.contract_line_id,
        mapped.invoice_id,
        mapped.invoice_line_id,
        mapped.bank_transaction_id,
        mapped.payment_id,
        mapped.registered_document_id,
        mapped.opportunity_id,
        mapped.quote_id,
        mapped.milestone_id,
        mapped.root_gap_id,
        mapped.customer_id,
        mapped.legal_entity_id,
        mapped.document_ids,
        mapped.expected_amount,
        mapped.actual_amount,
        mapped.currency,
        mapped.billing_period_start,
        mapped.billing_period_end,
        mapped.as_of_date
    from mapped
    -- CANONICAL 2, as-of date: a run reads only what was known then. An earlier run of the same
    -- day is here too: a decision of that day was taken on what it showed.
    inner join run_settings on mapped.as_of_date <= run_settings.as_of_date
)

select * from gap_observations
