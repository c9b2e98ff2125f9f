with int_receivables_ledger as (
    select * from {{ ref('int_receivables_ledger') }}
),

fct_receivables_ledger as (
    select
        item_id,
        legal_entity_id,
        customer_id,

        item_kind,
        movement_kind,

        amount,
        currency,

        moved_on
    from int_receivables_ledger
)

select * from fct_receivables_ledger
