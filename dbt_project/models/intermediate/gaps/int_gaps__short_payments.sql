with int_gaps__part_paid_documents as (
    select * from {{ ref('int_gaps__part_paid_documents') }}
),

int_gaps__agreed_deductions as (
    select * from {{ ref('int_gaps__agreed_deductions') }}
),

int_gaps__owed_to_families as (
    select * from {{ ref('int_gaps__owed_to_families') }}
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

int_gaps__short_payments as (
    -- What we owe the customer may be what is missing: then only that is said.
    select
        'short_payment' as gap_class,
        documents.certainty,
        documents.invoice_id as subject_id,
        documents.invoice_id,
        documents.contract_id,
        documents.customer_id,
        documents.legal_entity_id,
        documents.owed_amount as expected_amount,
        documents.received_amount as actual_amount,
        documents.currency,
        documents.due_on::varchar as detail,
        documents.bank_transaction_ids as actual_value,
        documents.invoice_id as invoice_ids
    from int_gaps__part_paid_documents as documents
    inner join int_gaps__agreed_deductions as agreed on documents.invoice_id = agreed.invoice_id
    left join int_collection__families as families on documents.customer_id = families.customer_id
    left join int_gaps__owed_to_families as owed
        on
            coalesce(families.family_id, documents.customer_id) = owed.family_id
            and documents.legal_entity_id = owed.legal_entity_id
            and documents.currency = owed.currency
    where
        not agreed.is_fee
        and not agreed.is_withheld
        and not agreed.is_discounted
        and documents.short_amount - coalesce(owed.loose_amount, 0) > documents.tolerance_amount
)

select * from int_gaps__short_payments
