with source as (
    select * from {{ source('erp_tryton', 'company_company') }}
),

stg_erp_tryton__company_company as (
    select
        id as company_id,
        party as party_id,
        currency as currency_id,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__company_company
