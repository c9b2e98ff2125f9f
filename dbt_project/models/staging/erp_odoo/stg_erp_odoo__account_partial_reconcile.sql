with source as (
    select * from {{ source('erp_odoo', 'account_partial_reconcile') }}
),

stg_erp_odoo__account_partial_reconcile as (
    select
        id as reconcile_id,
        debit_move_id as debit_line_id,
        credit_move_id as credit_line_id,

        coalesce(debit_amount_currency, amount)::decimal(18, 4) as debit_amount,
        coalesce(credit_amount_currency, amount)::decimal(18, 4) as credit_amount,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_partial_reconcile
