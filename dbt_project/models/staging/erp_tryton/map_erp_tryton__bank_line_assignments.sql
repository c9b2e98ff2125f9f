with stg_erp_tryton__account_statement_line as (
    select * from {{ ref('stg_erp_tryton__account_statement_line') }}
),

stg_erp_tryton__account_statement as (
    select * from {{ ref('stg_erp_tryton__account_statement') }}
),

stg_erp_tryton__declared_options as (
    select * from {{ ref('stg_erp_tryton__declared_options') }}
),

map_erp_tryton__bank_line_assignments as (
    -- Also those of a statement that is still a draft: it waits for its other lines.
    select
        {{ tryton_record('account.statement.line', 'lines.statement_line_id') }}
            as bank_line_assignment_id,
        {{ tryton_record('account.statement.origin', 'lines.origin_id') }} as bank_transaction_id,
        {{ tryton_record(
            'account.invoice', tryton_origin('account.invoice', 'lines.related_to')
        ) }} as invoice_id,
        -- Booked on another account than the customer's: what the bank kept.
        case
            when lines.related_to like 'account.invoice,%' then 'document'
            when not lines.is_receivable and lines.amount < 0 then 'fee'
            else 'other'
        end as assignment_kind,
        lines.amount,
        lines.source_record
    from stg_erp_tryton__account_statement_line as lines
    inner join stg_erp_tryton__account_statement as statements
        on lines.statement_id = statements.statement_id
    anti join stg_erp_tryton__declared_options as declared
        on declared.option = 'bank_lines' and declared.value = 'false'
    where lines.origin_id is not null and statements.state != 'cancelled'
)

select * from map_erp_tryton__bank_line_assignments
