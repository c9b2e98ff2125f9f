with bank_accounts as (
    select
        bank_account_id,
        legal_entity_id,
        currency
    from {{ ref('bank_accounts') }}
),

int_closing__months as (
    select * from {{ ref('int_closing__months') }}
),

loaded as (
    select
        bank_account_id,
        opening_on as first_day,
        closing_on as last_day
    from {{ ref('bank_statements') }}
    union all
    select
        bank_account_id,
        booked_on as first_day,
        booked_on as last_day
    from {{ ref('bank_transactions') }}
),

spans as (
    select
        bank_account_id,
        min(coalesce(first_day, last_day)) as first_loaded_on,
        max(last_day) as last_loaded_on
    from loaded
    group by bank_account_id
),

int_closing__bank_accounts as (
    -- Banks book nothing at the week's end: an account is complete up to the month's last weekday.
    -- Before its first line it need not have been there; one without any line is not loaded.
    select
        months.closing_month,
        'bank_complete' as check_name,
        months.legal_entity_id,
        null::varchar as currency,
        bank_accounts.bank_account_id as item_id,
        coalesce(
            spans.last_loaded_on
            < months.closed_on - greatest(isodow(months.closed_on) - 5, 0)::integer,
            true
        ) as is_failed,
        null::decimal(18, 4) as failed_amount,
        spans.last_loaded_on as loaded_to_date
    from bank_accounts
    inner join int_closing__months as months
        on bank_accounts.legal_entity_id = months.legal_entity_id
    left join spans on bank_accounts.bank_account_id = spans.bank_account_id
    where coalesce(spans.first_loaded_on, months.closed_on) <= months.closed_on
)

select * from int_closing__bank_accounts
