with mapped as (
    {{ union_mapped('remittances') }}
),

remittances as (
    select
        remittance_id,
        payer,
        invoice_number,
        amount,
        bank_transaction_id,
        fee_amount,
        source_record
    from mapped
)

select * from remittances
