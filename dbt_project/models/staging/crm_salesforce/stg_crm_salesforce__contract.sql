with source as (
    select * from {{ source('crm_salesforce', 'contract') }}
),

stg_crm_salesforce__contract as (
    select
        id as contract_id,

        customer_signed_date::date as signed_on,
        -- A term of months ends on the day before its anniversary.
        coalesce(
            end_date::date,
            (start_date::date + to_months(contract_term) - interval 1 day)::date
        ) as end_date
    from source
)

select * from stg_crm_salesforce__contract
