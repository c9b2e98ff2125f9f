with source as (
    select * from {{ source('crm_salesforce', 'billing_period_item') }}
),

stg_crm_salesforce__billing_period_item as (
    select
        id as billing_period_item_id,
        billing_schedule_id,
        invoice_line_id,

        amount::decimal(18, 4) as amount,
        currency_iso_code as currency,

        billing_period_start_date as period_start,
        billing_period_end_date as period_end,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__billing_period_item
