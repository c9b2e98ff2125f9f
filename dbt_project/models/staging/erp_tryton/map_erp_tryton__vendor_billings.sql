with stg_erp_tryton__sale_subscription_line_consumption as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_line_consumption') }}
),

stg_erp_tryton__sale_subscription_line as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_line') }}
),

stg_erp_tryton__sale_subscription as (
    select * from {{ ref('stg_erp_tryton__sale_subscription') }}
),

stg_erp_tryton__sale_subscription_recurrence_rule as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_recurrence_rule') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

recurrences as (
    {{ tryton_recurrences() }}
),

map_erp_tryton__vendor_billings as (
    -- A consumption is made up to the day of Tryton's last billing run, and no further.
    select
        {{ tryton_record('sale.subscription.line.consumption', 'consumptions.consumption_id') }}
            as vendor_billing_id,
        {{ tryton_record('sale.subscription.line', 'lines.subscription_line_id') }}
            as contract_line_id,
        consumptions.consumed_on as period_start,
        {{ tryton_period_end('consumptions.consumed_on', 'recurrences.recurrence_period') }}
            as period_end,
        {{ tryton_record('account.invoice.line', 'consumptions.invoice_line_id') }}
            as invoice_line_id,
        consumptions.quantity,
        {{ fraction_to_amount(
            whole('consumptions.quantity', 8) ~ ' * ' ~ whole('lines.unit_price', 8),
            '10000000000000000::hugeint',
            'currencies.minor_units'
        ) }} as net_amount,
        currencies.currency,
        consumptions.source_record
    from stg_erp_tryton__sale_subscription_line_consumption as consumptions
    inner join stg_erp_tryton__sale_subscription_line as lines
        on consumptions.subscription_line_id = lines.subscription_line_id
    inner join stg_erp_tryton__sale_subscription as subscriptions
        on lines.subscription_id = subscriptions.subscription_id
    inner join stg_erp_tryton__currency_currency as currencies
        on subscriptions.currency_id = currencies.currency_id
    left join recurrences on lines.consumption_recurrence_id = recurrences.recurrence_id
)

select * from map_erp_tryton__vendor_billings
