with bank_transactions as (
    select
        bank_account_id,
        bank_statement_id,
        booked_on
    from {{ ref('bank_transactions') }}
    where bank_account_id is not null and not is_duplicate
),

bank_statements as (
    select
        bank_statement_id,
        opening_balance,
        closing_balance
    from {{ ref('bank_statements') }}
),

spans as (
    -- What was asked of a bank in one go is whole from its first line to its last.
    select
        bank_account_id,
        bank_statement_id,
        min(booked_on) as first_on,
        max(booked_on) as last_on
    from bank_transactions
    group by bank_account_id, bank_statement_id
),

ordered as (
    select
        spans.*,
        bank_statements.opening_balance,
        max(spans.last_on) over earlier_spans as last_on_before,
        lag(bank_statements.closing_balance) over (
            partition by spans.bank_account_id
            order by spans.first_on, spans.last_on, spans.bank_statement_id
        ) as closing_balance_before
    from spans
    left join bank_statements on spans.bank_statement_id = bank_statements.bank_statement_id
    window earlier_spans as (
        partition by spans.bank_account_id
        order by spans.first_on, spans.last_on, spans.bank_statement_id
        rows between unbounded preceding and 1 preceding
    )
),

numbered as (
    -- Between two statements nothing is missing where one opens as the other closed, or few days
    -- lie between them.
    select
        *,
        count(*) filter (
            where
            first_on - last_on_before > {{ application_reach_days() }}
            and opening_balance is distinct from closing_balance_before
        ) over (
            partition by bank_account_id
            order by first_on, last_on, bank_statement_id
            rows between unbounded preceding and current row
        ) as window_number
    from ordered
),

int_gaps__bank_windows as (
    select
        bank_account_id,
        window_number,
        min(first_on) as first_on,
        max(last_on) as last_on
    from numbered
    group by bank_account_id, window_number
)

select * from int_gaps__bank_windows
