with stg_file_drop__contracts_amendments as (
    select * from {{ ref('stg_file_drop__contracts_amendments') }}
),

map_file_drop__amendments as (
    select
        amendment_id,
        contract_id,
        contract_line_id,
        kind,
        effective_date,
        signed_on,
        quantity,
        unit_price,
        end_date,
        source_record
    from stg_file_drop__contracts_amendments
)

select * from map_file_drop__amendments
