with stg_erp_tryton__account_invoice as (
    select * from {{ ref('stg_erp_tryton__account_invoice') }}
),

stg_erp_tryton__account_move_line as (
    select * from {{ ref('stg_erp_tryton__account_move_line') }}
),

stg_erp_tryton__account_statement_line as (
    select * from {{ ref('stg_erp_tryton__account_statement_line') }}
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

bank_lines as (
    -- The entry that a bank line was booked with: so the payment names its line.
    select
        move_id,
        min(origin_id) as origin_id
    from stg_erp_tryton__account_statement_line
    where move_id is not null and origin_id is not null
    group by move_id
    having count(distinct origin_id) = 1
),

map_erp_tryton__payments as (
    select
        {{ tryton_record('account.move', 'paying_lines.move_id') }} as payment_id,
        {{ tryton_record('party.party', 'min(paying_lines.party_id)') }} as customer_id,
        min(paying_lines.posted_on) as paid_on,
        sum(paying_lines.amount)::decimal(18, 4) as amount,
        min(paying_lines.currency) as currency,
        {{ tryton_record('account.statement.origin', 'min(bank_lines.origin_id)') }} as reference,
        min(paying_lines.source_record) as source_record
    from paying_lines
    left join bank_lines on paying_lines.move_id = bank_lines.move_id
    group by paying_lines.move_id
)

select * from map_erp_tryton__payments
