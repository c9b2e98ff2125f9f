with int_receivables__balances as (
    select * from {{ ref('int_receivables__balances') }}
),

fct_receivables_balances as (
    select
        item_id,
        legal_entity_id,
        customer_id,

        item_kind,

        balance_amount,
        currency,

        ages_from_date,
        balance_start,
        balance_end
    from int_receivables__balances
)

select * from fct_receivables_balances
