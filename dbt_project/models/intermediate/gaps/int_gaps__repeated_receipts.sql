with int_gaps__loose_receipts as (
    select * from {{ ref('int_gaps__loose_receipts') }}
    where
        bank_transaction_id is not null
        and (match_status = 'unmatched' or match_status_reason = 'erp_payments_tie')
),

int_collection__quotes as (
    select
        bank_transaction_id,
        invoice_id
    from {{ ref('int_collection__quotes') }}
    where is_firm
),

int_collection__receipts as (
    select
        bank_transaction_id,
        payer_customer_id,
        legal_entity_id
    from {{ ref('int_collection__receipts') }}
),

int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
    where is_posted
),

int_gaps__tied_receipts as (
    select * from {{ ref('int_gaps__tied_receipts') }}
),

int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

by_number as (
    -- It names a document that was paid, for what it came to or for what was paid before.
    select
        loose.bank_transaction_id,
        documents.invoice_id,
        'proved' as certainty
    from int_gaps__loose_receipts as loose
    inner join int_collection__quotes as quotes
        on loose.bank_transaction_id = quotes.bank_transaction_id
    inner join int_gaps__cash_documents as documents
        on quotes.invoice_id = documents.invoice_id and loose.currency = documents.currency
    left join int_bank_matches as matches
        on quotes.invoice_id = matches.invoice_id and loose.amount = matches.bank_amount
    left join int_gaps__tied_receipts as tied
        on loose.bank_transaction_id = tied.bank_transaction_id
    where
        loose.amount - loose.cash_amount <= loose.tolerance_amount
        and case
            when loose.match_status_reason = 'quoted_document_paid'
                then
                    abs(loose.amount - documents.owed_amount) <= loose.tolerance_amount
                    or matches.invoice_id is not null
            else tied.invoice_id = quotes.invoice_id and matches.invoice_id is not null
        end
),

by_payer as (
    -- The same payer, the same amount, a few days after it was matched.
    select
        loose.bank_transaction_id,
        matches.invoice_id,
        'probable' as certainty
    from int_gaps__loose_receipts as loose
    inner join int_collection__receipts as receipts
        on loose.bank_transaction_id = receipts.bank_transaction_id
    inner join int_collection__receipts as earlier
        on
            receipts.payer_customer_id = earlier.payer_customer_id
            and receipts.legal_entity_id = earlier.legal_entity_id
    inner join int_bank_matches as matches
        on
            earlier.bank_transaction_id = matches.bank_transaction_id
            and loose.amount = matches.bank_amount
            and loose.currency = matches.currency
            and loose.received_on - matches.booked_on between 0 and {{ application_reach_days() }}
    where
        loose.match_status_reason = 'no_open_document_of_amount'
        and loose.amount - loose.cash_amount <= loose.tolerance_amount
),

found as (
    select * from by_number
    union
    select * from by_payer
),

int_gaps__repeated_receipts as (
    select
        'duplicate_payment' as gap_class,
        found.certainty,
        loose.bank_transaction_id as subject_id,
        loose.bank_transaction_id,
        documents.invoice_id,
        documents.contract_id,
        loose.customer_id,
        loose.legal_entity_id,
        0::decimal(18, 4) as expected_amount,
        loose.cash_amount as actual_amount,
        loose.currency,
        loose.received_on::varchar as detail,
        loose.bank_transaction_id as actual_value,
        documents.invoice_id as invoice_ids
    from found
    inner join int_gaps__loose_receipts as loose
        on found.bank_transaction_id = loose.bank_transaction_id
    inner join int_gaps__cash_documents as documents on found.invoice_id = documents.invoice_id
    qualify
        row_number() over (
            partition by loose.bank_transaction_id
            order by found.certainty desc, documents.issue_date desc, documents.invoice_id asc
        ) = 1
)

select * from int_gaps__repeated_receipts
