with source as (
    select * from {{ source('erp_netsuite', 'currency') }}
),

stg_erp_netsuite__currency as (
    select
        id as currency_id,

        symbol as currency
    from source
)

select * from stg_erp_netsuite__currency
