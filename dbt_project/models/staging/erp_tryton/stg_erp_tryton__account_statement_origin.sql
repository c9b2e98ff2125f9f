with source as (
    select * from {{ source('erp_tryton', 'account_statement_origin') }}
),

stg_erp_tryton__account_statement_origin as (
    select
        id as origin_id,
        statement as statement_id,
        party as party_id,

        number,
        description,

        amount::decimal(18, 4) as amount,

        date::date as booked_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_statement_origin
