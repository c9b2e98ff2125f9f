with int_cycle__sales as (
    select * from {{ ref('int_cycle__sales') }}
),

fct_cycle_times as (
    select
        contract_id,
        opportunity_id,
        legal_entity_id,

        (signed_on - closed_on)::integer as close_to_contract_days,
        (first_issued_on - greatest(signed_on, first_bill_on))::integer as due_to_invoice_days,
        (first_issued_on - signed_on)::integer as contract_to_invoice_days,
        (first_collected_on - first_issued_on)::integer as invoice_to_cash_days,

        closed_on,
        signed_on,
        first_bill_on,
        first_issued_on,
        first_collected_on
    from int_cycle__sales
)

select * from fct_cycle_times
