with source as (
    select * from {{ source('file_drop', 'reference_exchange_rates') }}
),

stg_file_drop__reference_exchange_rates as (
    select
        rate_date::date as rate_date,
        from_currency,
        to_currency,
        rate::decimal(28, 16) as rate,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__reference_exchange_rates
