with stg_ledger__closed_amounts as (
    select * from {{ ref('stg_ledger__closed_amounts') }}
),

map_ledger__closed_amounts as (
    select
        closing_month,
        table_name,
        record_id,
        measure,
        legal_entity_id,
        amount,
        currency,
        known_on,
        is_frozen
    from stg_ledger__closed_amounts
)

select * from map_ledger__closed_amounts
