with source as (
    select * from {{ source('ledger', 'gap_observations') }}
),

stg_ledger__gap_observations as (
    select
        gap_id,
        gap_class,
        gap_cause,
        second_gap_cause,
        certainty,
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
        root_gap_id,
        customer_id,
        legal_entity_id,
        document_ids,
        expected_amount,
        actual_amount,
        currency,
        billing_period_start,
        billing_period_end,
        as_of_date
    from source
)

select * from stg_ledger__gap_observations
