with source as (
    select * from {{ source('crm_salesforce', 'order') }}
),

stg_crm_salesforce__order as (
    select
        id as order_id,
        account_id,
        contract_id,
        opportunity_id,
        quote_id,

        po_number as purchase_order,
        currency_iso_code as currency,

        -- A company may word the status otherwise; its code stays Salesforce's. An order of
        -- reduction takes back of another.
        coalesce(coalesce(status_code, status) = 'Activated', false)
        and not coalesce(is_reduction_order, false) as is_agreed,
        coalesce(coalesce(status_code, status) = 'Activated' and is_reduction_order, false)
            as is_reduction,

        customer_authorized_date::date as authorised_on,
        activated_date::date as activated_on,
        effective_date::date as start_date,
        end_date::date as end_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__order
