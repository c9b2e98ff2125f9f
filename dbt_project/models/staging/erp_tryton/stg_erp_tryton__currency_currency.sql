with source as (
    select * from {{ source('erp_tryton', 'currency_currency') }}
),

stg_erp_tryton__currency_currency as (
    select
        id as currency_id,

        code as currency,

        digits as minor_units,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__currency_currency
