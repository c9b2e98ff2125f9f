with stg_erp_tryton__account_invoice as (
    select * from {{ ref('stg_erp_tryton__account_invoice') }}
),

stg_erp_tryton__account_move_line as (
    select * from {{ ref('stg_erp_tryton__account_move_line') }}
),

stg_erp_tryton__company_company as (
    select * from {{ ref('stg_erp_tryton__company_company') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

paying_lines as (
    {{ tryton_paying_lines() }}
),

map_erp_tryton__payment_allocations as (
    select
        {{ tryton_record('account.move', 'move_id') }} as payment_id,
        {{ tryton_record('account.invoice', 'invoice_id') }} as invoice_id,
        sum(amount)::decimal(18, 4) as amount,
        min(source_record) as source_record
    from paying_lines
    group by move_id, invoice_id
)

select * from map_erp_tryton__payment_allocations
