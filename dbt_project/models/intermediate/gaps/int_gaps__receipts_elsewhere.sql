with int_gaps__stray_receipt_documents as (
    select * from {{ ref('int_gaps__stray_receipt_documents') }}
),

surest as (
    select *
    from int_gaps__stray_receipt_documents
    qualify is_named = bool_or(is_named) over (partition by bank_transaction_id)
),

single as (
    -- Two documents that a line may pay, or two lines for one document, tell nothing.
    select *
    from surest
    qualify
        count(*) over (partition by bank_transaction_id) = 1
        and count(*) over (partition by invoice_id) = 1
),

int_gaps__receipts_elsewhere as (
    select
        'paid_to_other_entity' as gap_class,
        case when is_named then 'proved' else 'probable' end as certainty,
        bank_transaction_id as subject_id,
        bank_transaction_id,
        invoice_id,
        contract_id,
        customer_id,
        legal_entity_id,
        unbanked_amount as expected_amount,
        amount as actual_amount,
        currency,
        booked_on::varchar as detail,
        legal_entity_id as expected_value,
        receiving_entity_id as actual_value,
        invoice_id as invoice_ids
    from single
)

select * from int_gaps__receipts_elsewhere
