with source as (
    select * from {{ source('crm_salesforce', 'opportunity') }}
),

stg_crm_salesforce__opportunity as (
    select
        id as opportunity_id,
        account_id,
        owner_id,
        synced_quote_id,

        coalesce(name, id) as name,
        coalesce(stage_name, 'none') as stage_name,
        description,

        amount::decimal(18, 4) as amount,
        currency_iso_code as currency,

        coalesce(is_won, false) as is_won,
        coalesce(is_closed, false) as is_closed,

        coalesce(close_date, created_date::date) as closed_on,

        declared_start,
        declared_end,
        declared_months,
        declared_billing_period,
        declared_billing_timing,
        declared_currency,
        declared_index,
        declared_free_months,
        declared_legal_entity,
        declared_payment_days,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__opportunity
