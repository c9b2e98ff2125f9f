with int_gaps__unlinked_payments as (
    select * from {{ ref('int_gaps__unlinked_payments') }}
),

int_gaps__bank_covered_payments as (
    select * from {{ ref('int_gaps__bank_covered_payments') }}
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

receipt_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('receipt_patterns') }}
    where receipt_kind = 'processor'
),

int_gaps__possibly_banked_payments as (
    -- A line of the same amount, of the same customer, or of many customers in one sum.
    select distinct payments.payment_id
    from int_gaps__unlinked_payments as payments
    inner join int_gaps__bank_covered_payments as covered
        on payments.payment_id = covered.payment_id
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
)

select * from int_gaps__possibly_banked_payments
