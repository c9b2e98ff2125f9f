with int_gaps__loose_receipts as (
    select * from {{ ref('int_gaps__loose_receipts') }}
    where is_settled and cash_amount > tolerance_amount
),

int_gaps__receipts_elsewhere as (
    select bank_transaction_id from {{ ref('int_gaps__receipts_elsewhere') }}
),

int_gaps__repeated_receipts as (
    select bank_transaction_id from {{ ref('int_gaps__repeated_receipts') }}
),

int_gaps__excess_receipts as (
    select subject_id as receipt_id from {{ ref('int_gaps__excess_receipts') }}
),

int_gaps__unbanked_payments as (
    select payment_id from {{ ref('int_gaps__unbanked_payments') }}
),

int_gaps__unlinked_payments as (
    select
        customer_id,
        currency,
        paid_on
    from {{ ref('int_gaps__unlinked_payments') }}
),

converted as (
    -- The ERP may have booked it in the document's currency.
    select distinct loose.receipt_id
    from int_gaps__loose_receipts as loose
    inner join int_gaps__unlinked_payments as payments
        on
            loose.customer_id = payments.customer_id
            and loose.currency != payments.currency
            and abs(loose.received_on - payments.paid_on) <= {{ application_reach_days() }}
    where loose.bank_transaction_id is not null
),

told as (
    select bank_transaction_id as receipt_id from int_gaps__receipts_elsewhere
    union
    select bank_transaction_id as receipt_id from int_gaps__repeated_receipts
    union
    select receipt_id from int_gaps__excess_receipts
    union
    -- What never came is not there to be applied.
    select payment_id as receipt_id from int_gaps__unbanked_payments
    union
    select receipt_id from converted
),

int_gaps__unapplied_receipts as (
    -- A line that names its document for another amount is that document's; one that names what is
    -- not here, or is in another currency, may well have been applied where we do not see it.
    select
        'unapplied_cash' as gap_class,
        case
            when loose.match_status = 'review' then 'review'
            when loose.payer_class = 'name' then 'probable'
            else 'proved'
        end as certainty,
        loose.receipt_id as subject_id,
        case when loose.match_status = 'review' then 'unapplied_cash_review' end as message_code,
        loose.bank_transaction_id,
        loose.payment_id,
        loose.customer_id,
        loose.legal_entity_id,
        0::decimal(18, 4) as expected_amount,
        loose.cash_amount as actual_amount,
        loose.currency,
        loose.received_on::varchar as detail,
        loose.receipt_id as actual_value
    from int_gaps__loose_receipts as loose
    left join told on loose.receipt_id = told.receipt_id
    where
        told.receipt_id is null
        and loose.match_status_reason not in (
            'quoted_amount_differs',
            'remittance_of_unknown_documents',
            'quoted_document_in_other_currency'
        )
)

select * from int_gaps__unapplied_receipts
