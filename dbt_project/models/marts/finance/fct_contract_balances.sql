with int_revenue__contract_balances as (
    select * from {{ ref('int_revenue__contract_balances') }}
),

fct_contract_balances as (
    select
        contract_id,
        legal_entity_id,

        opening_balance,
        billed_amount,
        recognised_amount,
        contra_amount,
        closing_balance,
        deferred_balance,
        unbilled_balance,
        currency,

        revenue_month
    from int_revenue__contract_balances
)

select * from fct_contract_balances
