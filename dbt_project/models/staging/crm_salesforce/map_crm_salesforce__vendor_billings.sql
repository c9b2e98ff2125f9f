with stg_crm_salesforce__billing_period_item as (
    select * from {{ ref('stg_crm_salesforce__billing_period_item') }}
),

stg_crm_salesforce__billing_schedule as (
    select * from {{ ref('stg_crm_salesforce__billing_schedule') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

corporate as (
    {{ salesforce_currency() }}
),

map_crm_salesforce__vendor_billings as (
    -- A schedule bills one item of an order; without it, the schedule stands for the line.
    select
        'crm_salesforce:' || periods.billing_period_item_id as vendor_billing_id,
        'crm_salesforce:'
        || coalesce(schedules.order_item_id, periods.billing_schedule_id, 'none')
            as contract_line_id,
        periods.period_start,
        periods.period_end,
        'crm_salesforce:' || periods.invoice_line_id as invoice_line_id,
        null::decimal(18, 8) as quantity,
        periods.amount as net_amount,
        coalesce(periods.currency, schedules.currency, corporate.currency) as currency,
        periods.source_record
    from stg_crm_salesforce__billing_period_item as periods
    cross join corporate
    left join stg_crm_salesforce__billing_schedule as schedules
        on periods.billing_schedule_id = schedules.billing_schedule_id
)

select * from map_crm_salesforce__vendor_billings
