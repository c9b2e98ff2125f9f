with int_collection__payer_aliases as (
    select * from {{ ref('int_collection__payer_aliases') }}
),

dim_payer_aliases as (
    select
        alias,
        alias_kind,
        customer_id,
        decided_by,
        reason,
        bank_transaction_id,
        source_record,
        decided_on
    from int_collection__payer_aliases
)

select * from dim_payer_aliases
