with source as (
    select * from {{ source('erp_tryton', 'currency_currency_rate') }}
),

stg_erp_tryton__currency_currency_rate as (
    select
        id as rate_id,
        currency as currency_id,

        rate::decimal(28, 16) as rate,

        date::date as rate_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__currency_currency_rate
