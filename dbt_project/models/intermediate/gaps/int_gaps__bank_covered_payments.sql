with int_gaps__unlinked_payments as (
    select
        payment_id,
        legal_entity_id,
        currency,
        paid_on
    from {{ ref('int_gaps__unlinked_payments') }}
),

int_gaps__bank_windows as (
    select * from {{ ref('int_gaps__bank_windows') }}
),

bank_accounts as (
    select
        bank_account_id,
        legal_entity_id,
        currency
    from {{ ref('bank_accounts') }}
),

source_windows as (
    select
        legal_entity_id,
        bank_from
    from {{ ref('source_windows') }}
),

run_settings as (
    select grace_days from {{ ref('run_settings') }}
),

covered_accounts as (
    -- Around the day the money may have come some days before the ERP's date, or after it.
    select
        payments.payment_id,
        bank_accounts.bank_account_id,
        coalesce(
            bool_or(
                payments.paid_on
                >= coalesce(source_windows.bank_from, windows.first_on + run_settings.grace_days)
                and payments.paid_on
                between windows.first_on and windows.last_on - {{ application_reach_days() }}
            ),
            false
        ) as is_covered
    from int_gaps__unlinked_payments as payments
    inner join bank_accounts
        on
            payments.legal_entity_id = bank_accounts.legal_entity_id
            and payments.currency = bank_accounts.currency
    cross join run_settings
    left join int_gaps__bank_windows as windows
        on bank_accounts.bank_account_id = windows.bank_account_id
    left join source_windows on payments.legal_entity_id = source_windows.legal_entity_id
    group by payments.payment_id, bank_accounts.bank_account_id
),

int_gaps__bank_covered_payments as (
    -- On every account of the entity in the currency: it may have come on any of them.
    select payment_id
    from covered_accounts
    group by payment_id
    having bool_and(is_covered)
)

select * from int_gaps__bank_covered_payments
