with source as (
    select * from {{ source('erp_netsuite', 'tran_acct_line') }}
),

stg_erp_netsuite__tran_acct_line as (
    select
        transaction as transaction_id,
        transactionline as line_id,

        amount::decimal(18, 4) as amount,

        accountingbook = '1' as is_primary_book,
        coalesce(exchangerate = 1, false) as is_in_own_currency
    from source
)

select * from stg_erp_netsuite__tran_acct_line
