with source as (
    select * from {{ source('erp_odoo', 'account_bank_statement_line') }}
),

stg_erp_odoo__account_bank_statement_line as (
    select
        id as statement_line_id,
        move_id,
        journal_id,
        currency_id,
        partner_id,

        state,
        partner_name,
        account_number,
        payment_ref,

        amount::decimal(18, 4) as amount,

        date::date as booked_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_bank_statement_line
