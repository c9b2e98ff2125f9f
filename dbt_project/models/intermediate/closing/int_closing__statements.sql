with statements as (
    select
        bank_statement_id,
        bank_account_id,
        opening_balance,
        closing_balance,
        currency,
        opening_on,
        closing_on
    from {{ ref('bank_statements') }}
    where
        statement_kind = 'statement'
        and opening_balance is not null
        and closing_balance is not null
        and opening_on is not null
        and closing_on is not null
),

bank_accounts as (
    select
        bank_account_id,
        legal_entity_id
    from {{ ref('bank_accounts') }}
),

followed as (
    select
        *,
        lag(closing_balance) over (
            partition by bank_account_id order by closing_on, opening_on, bank_statement_id
        ) as earlier_closing_balance
    from statements
),

joined as (
    -- A statement goes on where another closed, or begins within one that was loaded as well.
    select statements.bank_statement_id
    from statements
    inner join statements as neighbours
        on
            statements.bank_account_id = neighbours.bank_account_id
            and statements.bank_statement_id != neighbours.bank_statement_id
            and statements.opening_on >= neighbours.opening_on
            and (
                (
                    statements.opening_on >= neighbours.closing_on
                    and statements.opening_balance = neighbours.closing_balance
                )
                or statements.opening_on < neighbours.closing_on
            )
    group by statements.bank_statement_id
),

int_closing__statements as (
    select
        date_trunc('month', followed.opening_on)::date as closing_month,
        'bank_statements_follow' as check_name,
        bank_accounts.legal_entity_id,
        followed.currency,
        followed.bank_statement_id as item_id,
        joined.bank_statement_id is null as is_failed,
        abs(followed.opening_balance - followed.earlier_closing_balance)::decimal(18, 4)
            as failed_amount,
        null::date as loaded_to_date
    from followed
    inner join bank_accounts on followed.bank_account_id = bank_accounts.bank_account_id
    left join joined on followed.bank_statement_id = joined.bank_statement_id
    -- Nothing goes before the first.
    where followed.earlier_closing_balance is not null
)

select * from int_closing__statements
