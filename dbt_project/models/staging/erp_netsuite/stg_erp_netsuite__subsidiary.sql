with source as (
    select * from {{ source('erp_netsuite', 'subsidiary') }}
),

stg_erp_netsuite__subsidiary as (
    select
        id as subsidiary_id,
        currency as currency_id,

        coalesce(legalname, name, id) as name,
        federalidnumber as tax_id,
        if(length(country) = 2, upper(country), null) as country,

        coalesce(iselimination, false) as is_elimination,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_netsuite__subsidiary
