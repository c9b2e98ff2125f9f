with source as (
    select * from {{ source('rates_files', 'published_values') }}
),

stg_rates_files__published_values as (
    select
        series_id,
        observed_on::date as observed_on,
        value::decimal(28, 16) as value,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_rates_files__published_values
