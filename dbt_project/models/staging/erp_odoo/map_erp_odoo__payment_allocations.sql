with stg_erp_odoo__account_move as (
    select * from {{ ref('stg_erp_odoo__account_move') }}
),

stg_erp_odoo__account_move_line as (
    select * from {{ ref('stg_erp_odoo__account_move_line') }}
),

stg_erp_odoo__account_partial_reconcile as (
    select * from {{ ref('stg_erp_odoo__account_partial_reconcile') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

settlements as (
    {{ odoo_settlements() }}
),

map_erp_odoo__payment_allocations as (
    select
        {{ odoo_record('account.move', 'move_id') }} as payment_id,
        {{ odoo_record('account.move', 'document_id') }} as invoice_id,
        sum(amount)::decimal(18, 4) as amount,
        min(source_record) as source_record
    from settlements
    group by move_id, document_id
)

select * from map_erp_odoo__payment_allocations
