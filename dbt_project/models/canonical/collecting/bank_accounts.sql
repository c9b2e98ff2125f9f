with mapped as (
    {{ union_mapped('bank_accounts') }}
),

bank_accounts as (
    select
        bank_account_id,
        legal_entity_id,
        account_number,
        currency,
        source_record
    from mapped
)

select * from bank_accounts
