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

stg_erp_odoo__res_partner as (
    select * from {{ ref('stg_erp_odoo__res_partner') }}
),

stg_erp_odoo__account_payment as (
    select * from {{ ref('stg_erp_odoo__account_payment') }}
),

settlements as (
    {{ odoo_settlements() }}
),

banked as (
    {{ odoo_banked_payments() }}
),

map_erp_odoo__payments as (
    -- The bank line, where there is one, is the payment's reference: so it names its money.
    select
        {{ odoo_record('account.move', 'settlements.move_id') }} as payment_id,
        -- A receipt of a cash sale may name nobody.
        {{ odoo_record(
            'res.partner',
            "coalesce(min(partners.commercial_partner_id), min(settlements.partner_id), 'none')"
        ) }} as customer_id,
        min(settlements.posted_on) as paid_on,
        sum(settlements.amount)::decimal(18, 4) as amount,
        min(settlements.currency) as currency,
        coalesce(
            {{ odoo_record(
                'account.bank.statement.line',
                'min(coalesce(settlements.statement_line_id, banked.statement_line_id))'
            ) }},
            min(payments.memo)
        ) as reference,
        min(settlements.source_record) as source_record
    from settlements
    left join stg_erp_odoo__res_partner as partners
        on settlements.partner_id = partners.partner_id
    left join banked on settlements.move_id = banked.move_id
    left join stg_erp_odoo__account_payment as payments
        on settlements.payment_id = payments.payment_id
    group by settlements.move_id
)

select * from map_erp_odoo__payments
