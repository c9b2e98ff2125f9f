with source as (
    select * from {{ source('erp_tryton', 'account_move_line') }}
),

stg_erp_tryton__account_move_line as (
    select
        id as move_line_id,
        move as move_id,
        party as party_id,
        second_currency as second_currency_id,

        description,

        debit::decimal(18, 4) as debit_amount,
        credit::decimal(18, 4) as credit_amount,
        amount_second_currency::decimal(18, 4) as second_currency_amount,

        date::date as posted_on,
        maturity_date::date as due_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_move_line
