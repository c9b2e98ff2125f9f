with stg_file_drop__bank_accounts as (
    select * from {{ ref('stg_file_drop__bank_accounts') }}
),

map_file_drop__bank_accounts as (
    select
        bank_account_id,
        legal_entity_id,
        account_number,
        currency,
        source_record
    from stg_file_drop__bank_accounts
)

select * from map_file_drop__bank_accounts
