with source as (
    select * from {{ source('erp_tryton', 'sale_opportunity') }}
),

stg_erp_tryton__sale_opportunity as (
    select
        id as opportunity_id,
        party as party_id,
        company as company_id,
        currency as currency_id,

        number,
        description,
        stage,
        owner,
        comment,

        amount::decimal(18, 4) as amount,

        start_date::date as start_date,
        end_date::date as end_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_opportunity
