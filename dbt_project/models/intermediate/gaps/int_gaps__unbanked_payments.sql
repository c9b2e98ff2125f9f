with int_gaps__unlinked_payments as (
    select * from {{ ref('int_gaps__unlinked_payments') }}
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

int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
    where amount > 0 and match_status != 'duplicate'
),

int_collection__lines as (
    select
        bank_transaction_id,
        line_text
    from {{ ref('int_collection__lines') }}
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

source_windows as (
    select
        legal_entity_id,
        bank_from
    from {{ ref('source_windows') }}
),

receipt_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('receipt_patterns') }}
    where receipt_kind = 'processor'
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

covered as (
    -- On every account of the entity in the currency: it may have come on any of them.
    select payment_id
    from covered_accounts
    group by payment_id
    having bool_and(is_covered)
),

may_be as (
    -- A line of the same amount, of the same customer, or of many customers in one sum.
    select distinct payments.payment_id
    from int_gaps__unlinked_payments as payments
    inner join covered on payments.payment_id = covered.payment_id
    inner join int_bank_line_statuses as statuses
        on abs(payments.paid_on - statuses.booked_on) <= {{ application_reach_days() }}
    inner join int_collection__lines as bank_lines
        on statuses.bank_transaction_id = bank_lines.bank_transaction_id
    cross join receipt_patterns
    left join int_collection__families as families on statuses.customer_id = families.customer_id
    where
        (
            payments.amount = statuses.amount
            and payments.currency = statuses.currency
            -- One that was applied to nothing has no document to tell whether its line is taken.
            and (payments.invoice_id is null or statuses.match_status != 'matched')
        )
        or (
            payments.family_id = coalesce(families.family_id, statuses.customer_id)
            and statuses.match_status != 'matched'
        )
        or (
            payments.legal_entity_id = statuses.legal_entity_id
            and payments.currency = statuses.currency
            and coalesce(regexp_matches(bank_lines.line_text, receipt_patterns.pattern), false)
        )
),

int_gaps__unbanked_payments as (
    select
        'payment_without_bank_line' as gap_class,
        'probable' as certainty,
        payments.payment_id as subject_id,
        payments.payment_id,
        payments.invoice_id,
        payments.contract_id,
        payments.customer_id,
        payments.legal_entity_id,
        payments.amount as expected_amount,
        0::decimal(18, 4) as actual_amount,
        payments.currency,
        payments.paid_on::varchar as detail,
        payments.payment_id as actual_value,
        payments.invoice_ids
    from int_gaps__unlinked_payments as payments
    inner join covered on payments.payment_id = covered.payment_id
    left join may_be on payments.payment_id = may_be.payment_id
    where may_be.payment_id is null
)

select * from int_gaps__unbanked_payments
