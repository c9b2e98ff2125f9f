with mapped as (
    {{ union_mapped('accounts') }}
),

accounts as (
    select
        account_id,
        name,
        tax_id,
        country,
        parent_account_id,
        erp_customer_id,
        source_record
    from mapped
)

select * from accounts
