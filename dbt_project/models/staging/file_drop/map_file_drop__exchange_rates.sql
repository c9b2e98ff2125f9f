with stg_file_drop__reference_exchange_rates as (
    select * from {{ ref('stg_file_drop__reference_exchange_rates') }}
),

map_file_drop__exchange_rates as (
    select
        rate_date,
        from_currency,
        to_currency,
        rate,
        1 as precedence,
        source_record
    from stg_file_drop__reference_exchange_rates
)

select * from map_file_drop__exchange_rates
