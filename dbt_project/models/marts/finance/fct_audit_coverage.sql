with int_gaps__coverage as (
    select * from {{ ref('int_gaps__coverage') }}
),

fct_audit_coverage as (
    select
        contract_id,
        legal_entity_id,
        expected_amount,
        judged_amount,
        unjudged_amount,
        currency,
        reason
    from int_gaps__coverage
)

select * from fct_audit_coverage
