with int_gaps__keyed_documents as (
    select * from {{ ref('int_gaps__keyed_documents') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

documents as (
    select
        int_gaps__keyed_documents.*,
        contracts.payer_customer_id,
        contracts.legal_entity_id as contract_legal_entity_id,
        contracts.invoice_currency
    from int_gaps__keyed_documents
    inner join contracts
        on int_gaps__keyed_documents.keyed_contract_id = contracts.contract_id
),

findings as (
    select
        'wrong_customer' as gap_class,
        payer_customer_id as expected_value,
        customer_id as actual_value,
        *
    from documents
    where customer_id != payer_customer_id
    union all
    select
        'wrong_legal_entity' as gap_class,
        contract_legal_entity_id as expected_value,
        legal_entity_id as actual_value,
        *
    from documents
    where legal_entity_id != contract_legal_entity_id
    union all
    select
        'wrong_currency' as gap_class,
        invoice_currency as expected_value,
        currency as actual_value,
        *
    from documents
    where currency != invoice_currency
),

int_gaps__form as (
    select
        gap_class,
        case when confidence < 0.85 then 'probable' else 'proved' end as certainty,
        keyed_contract_id as contract_id,
        invoice_id,
        customer_id,
        legal_entity_id,
        net_amount as expected_amount,
        net_amount as actual_amount,
        currency,
        expected_value,
        actual_value,
        invoice_id as invoice_ids
    from findings
)

select * from int_gaps__form
