with source as (
    select * from {{ source('file_drop', 'contracts_amendments') }}
),

stg_file_drop__contracts_amendments as (
    select
        amendment_id,
        contract_id,
        contract_line_id,
        kind,
        effective_date::date as effective_date,
        signed_on::date as signed_on,
        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        end_date::date as end_date,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__contracts_amendments
