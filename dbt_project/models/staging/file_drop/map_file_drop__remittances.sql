with stg_file_drop__bank_remittances as (
    select * from {{ ref('stg_file_drop__bank_remittances') }}
),

map_file_drop__remittances as (
    select
        remittance_id,
        payer,
        invoice_number,
        amount,
        bank_transaction_id,
        fee_amount,
        source_record
    from stg_file_drop__bank_remittances
)

select * from map_file_drop__remittances
