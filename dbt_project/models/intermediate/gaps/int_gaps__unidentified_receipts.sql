with int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
    where
        match_status = 'unmatched'
        and match_status_reason in ('payer_unknown', 'payer_unclear')
        and customer_id is null
        and legal_entity_id is not null
        and unapplied_amount > 0
),

int_collection__lines as (
    select
        bank_transaction_id,
        line_text
    from {{ ref('int_collection__lines') }}
),

int_gaps__receipts_elsewhere as (
    select bank_transaction_id from {{ ref('int_gaps__receipts_elsewhere') }}
),

int_gaps__refunded_receipts as (
    select bank_transaction_id from {{ ref('int_gaps__refunded_receipts') }}
),

int_gaps__unlinked_payments as (
    select
        legal_entity_id,
        amount,
        currency,
        paid_on
    from {{ ref('int_gaps__unlinked_payments') }}
),

invoices as (
    select
        legal_entity_id,
        min(issue_date) as first_issued_on
    from {{ ref('invoices') }}
    group by legal_entity_id
),

receipt_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('receipt_patterns') }}
    where receipt_kind = 'processor'
),

source_windows as (
    select
        legal_entity_id,
        bank_from
    from {{ ref('source_windows') }}
),

known_to_erp as (
    -- A payment of the same day and amount that no line is known to be: the ERP knows who paid.
    select distinct statuses.bank_transaction_id
    from int_bank_line_statuses as statuses
    inner join int_gaps__unlinked_payments as payments
        on
            statuses.amount = payments.amount
            and statuses.currency = payments.currency
            and coalesce(statuses.legal_entity_id = payments.legal_entity_id, true)
            and abs(statuses.booked_on - payments.paid_on) <= {{ application_reach_days() }}
),

int_gaps__unidentified_receipts as (
    -- Only where there are documents that it might have paid.
    select
        'unidentified_receipt' as gap_class,
        case statuses.match_status_reason when 'payer_unclear' then 'review' else 'proved' end
            as certainty,
        statuses.bank_transaction_id as subject_id,
        case
            when statuses.match_status_reason = 'payer_unclear' then 'unidentified_receipt_unclear'
        end as message_code,
        statuses.bank_transaction_id,
        statuses.legal_entity_id,
        0::decimal(18, 4) as expected_amount,
        statuses.unapplied_amount as actual_amount,
        statuses.currency,
        statuses.booked_on::varchar as detail,
        statuses.bank_transaction_id as actual_value
    from int_bank_line_statuses as statuses
    inner join int_collection__lines as bank_lines
        on statuses.bank_transaction_id = bank_lines.bank_transaction_id
    inner join invoices
        on
            statuses.legal_entity_id = invoices.legal_entity_id
            and statuses.booked_on >= invoices.first_issued_on
    cross join receipt_patterns
    left join known_to_erp on statuses.bank_transaction_id = known_to_erp.bank_transaction_id
    left join int_gaps__receipts_elsewhere as elsewhere
        on statuses.bank_transaction_id = elsewhere.bank_transaction_id
    left join int_gaps__refunded_receipts as refunded
        on statuses.bank_transaction_id = refunded.bank_transaction_id
    left join source_windows on statuses.legal_entity_id = source_windows.legal_entity_id
    where
        known_to_erp.bank_transaction_id is null
        and elsewhere.bank_transaction_id is null
        and refunded.bank_transaction_id is null
        and coalesce(statuses.booked_on >= source_windows.bank_from, true)
        and not coalesce(regexp_matches(bank_lines.line_text, receipt_patterns.pattern), false)
)

select * from int_gaps__unidentified_receipts
