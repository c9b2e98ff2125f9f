with source as (
    select * from {{ source('erp_odoo', 'account_move') }}
),

stg_erp_odoo__account_move as (
    select
        id as move_id,
        coalesce(commercial_partner_id, partner_id) as partner_id,
        company_id,
        currency_id,
        reversed_entry_id as reversed_move_id,

        name as number,
        move_type,
        state,
        invoice_origin,
        ref,

        amount_untaxed::decimal(18, 4) as net_amount,
        amount_tax::decimal(18, 4) as tax_amount,
        amount_total::decimal(18, 4) as total_amount,

        invoice_date::date as invoice_date,
        invoice_date_due::date as due_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_move
