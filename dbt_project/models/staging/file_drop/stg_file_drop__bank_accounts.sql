with source as (
    select * from {{ source('file_drop', 'bank_accounts') }}
),

stg_file_drop__bank_accounts as (
    select
        bank_account_id,
        legal_entity_id,
        account_number,
        currency,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__bank_accounts
