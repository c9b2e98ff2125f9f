with source as (
    select * from {{ source('erp_netsuite', 'item') }}
),

stg_erp_netsuite__item as (
    select
        id as item_id,

        coalesce(description, fullname, itemid, id) as description
    from source
)

select * from stg_erp_netsuite__item
