with stg_erp_odoo__account_move as (
    select * from {{ ref('stg_erp_odoo__account_move') }}
),

stg_erp_odoo__account_move_line as (
    select * from {{ ref('stg_erp_odoo__account_move_line') }}
),

stg_erp_odoo__account_partial_reconcile as (
    select * from {{ ref('stg_erp_odoo__account_partial_reconcile') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

stg_erp_odoo__account_bank_statement_line as (
    select * from {{ ref('stg_erp_odoo__account_bank_statement_line') }}
),

stg_erp_odoo__account_journal as (
    select * from {{ ref('stg_erp_odoo__account_journal') }}
),

stg_erp_odoo__declared_options as (
    select * from {{ ref('stg_erp_odoo__declared_options') }}
),

settlements as (
    {{ odoo_settlements() }}
),

banked as (
    {{ odoo_banked_payments() }}
),

paid as (
    -- Either the line itself settles a document, or it is the money of a payment that does.
    select
        coalesce(settlements.statement_line_id, banked.statement_line_id) as statement_line_id,
        settlements.document_id,
        settlements.currency,
        sum(settlements.amount)::decimal(18, 4) as amount
    from settlements
    left join banked on settlements.move_id = banked.move_id
    group by all
),

kept as (
    -- More settled than came in, in one currency: the rest was booked as what the bank kept.
    select
        paid.statement_line_id,
        (any_value(lines.amount) - sum(paid.amount))::decimal(18, 4) as amount
    from paid
    inner join stg_erp_odoo__account_bank_statement_line as lines
        on paid.statement_line_id = lines.statement_line_id
    inner join stg_erp_odoo__res_currency as currencies
        on lines.currency_id = currencies.currency_id
    group by paid.statement_line_id
    having
        any_value(lines.amount) > 0
        and sum(paid.amount) > any_value(lines.amount)
        and bool_and(paid.currency = currencies.currency)
),

assigned as (
    select
        statement_line_id,
        {{ odoo_record('account.move', 'document_id') }} as invoice_id,
        'document' as assignment_kind,
        amount
    from paid
    union all by name
    select
        statement_line_id,
        'fee' as assignment_kind,
        amount
    from kept
),

map_erp_odoo__bank_line_assignments as (
    select
        {{ odoo_record('account.bank.statement.line', 'lines.statement_line_id') }}
        || '@' || coalesce(assigned.invoice_id, assigned.assignment_kind)
            as bank_line_assignment_id,
        {{ odoo_record('account.bank.statement.line', 'lines.statement_line_id') }}
            as bank_transaction_id,
        assigned.invoice_id,
        assigned.assignment_kind,
        assigned.amount,
        lines.source_record
    from assigned
    inner join stg_erp_odoo__account_bank_statement_line as lines
        on assigned.statement_line_id = lines.statement_line_id
    inner join stg_erp_odoo__account_journal as journals
        on lines.journal_id = journals.journal_id
    anti join stg_erp_odoo__declared_options as declared
        on declared.option = 'bank_lines' and declared.value = 'false'
    where coalesce(lines.state, 'posted') != 'cancel' and journals.journal_type = 'bank'
)

select * from map_erp_odoo__bank_line_assignments
