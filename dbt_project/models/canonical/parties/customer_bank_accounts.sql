with mapped as (
    {{ union_mapped('customer_bank_accounts') }}
),

customer_bank_accounts as (
    select
        customer_id,
        account_number,
        source_record
    from mapped
)

select * from customer_bank_accounts
