with source as (
    select * from {{ source('ledger', 'closed_amounts') }}
),

stg_ledger__closed_amounts as (
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
    from source
)

select * from stg_ledger__closed_amounts
