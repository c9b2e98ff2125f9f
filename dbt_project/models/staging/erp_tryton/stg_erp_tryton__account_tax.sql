with source as (
    select * from {{ source('erp_tryton', 'account_tax') }}
),

stg_erp_tryton__account_tax as (
    select
        id as tax_id,
        company as company_id,

        name,
        type as tax_type,

        rate::decimal(28, 16) as tax_rate,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_tax
