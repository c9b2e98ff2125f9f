-- Fails if a statement that was loaded without a warning does not close at its opening balance plus
-- its lines: money would have moved that nobody sees, or lines would be read twice.
with lines as (
    select
        bank_statement_id,
        sum(amount) as moved_amount
    from {{ ref('fct_bank_transactions') }}
    where bank_statement_id is not null
    group by bank_statement_id
)

select
    statements.bank_statement_id,
    statements.opening_balance,
    lines.moved_amount,
    statements.closing_balance
from {{ ref('fct_bank_statements') }} as statements
left join lines on statements.bank_statement_id = lines.bank_statement_id
where
    statements.load_status = 'loaded'
    and statements.statement_kind = 'statement'
    and statements.opening_balance + coalesce(lines.moved_amount, 0) != statements.closing_balance
