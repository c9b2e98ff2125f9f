with source as (
    select * from {{ source('erp_tryton', 'bank_account_number') }}
),

stg_erp_tryton__bank_account_number as (
    select
        id as number_id,
        account as bank_account_id,

        number,
        type as number_type,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__bank_account_number
