with source as (
    select * from {{ source('erp_tryton', 'account_statement_line') }}
),

stg_erp_tryton__account_statement_line as (
    select
        id as statement_line_id,
        statement as statement_id,
        origin as origin_id,
        party as party_id,
        move as move_id,
        related_to,

        amount::decimal(18, 4) as amount,

        coalesce(is_receivable, false) as is_receivable,

        date::date as assigned_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_statement_line
