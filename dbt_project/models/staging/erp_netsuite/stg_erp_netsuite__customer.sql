with source as (
    select * from {{ source('erp_netsuite', 'customer') }}
),

stg_erp_netsuite__customer as (
    select
        id as customer_id,
        parent as parent_customer_id,

        -- A person is called as such; a company by its name, not by that of a contact.
        case
            when isperson then coalesce(altname, entitytitle, companyname, entityid, id)
            else coalesce(companyname, altname, entitytitle, entityid, id)
        end as name,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_netsuite__customer
