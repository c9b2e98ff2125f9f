with source as (
    select * from {{ source('erp_odoo', 'res_currency_rate') }}
),

stg_erp_odoo__res_currency_rate as (
    select
        id as rate_id,
        currency_id,
        company_id,

        rate::decimal(28, 16) as rate,
        inverse_company_rate::decimal(28, 16) as inverse_company_rate,

        rate_date::date as rate_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__res_currency_rate
