with int_collection__lines as (
    select
        bank_transaction_id,
        bank_account_id,
        legal_entity_id,
        booked_on,
        amount,
        currency
    from {{ ref('int_collection__lines') }}
),

int_collection__set_aside as (
    select * from {{ ref('int_collection__set_aside') }}
),

int_collection__receipts as (
    select
        bank_transaction_id,
        payer_customer_id,
        payer_count,
        has_quotes,
        has_remittance
    from {{ ref('int_collection__receipts') }}
),

int_collection__quotes as (
    select
        bank_transaction_id,
        invoice_id
    from {{ ref('int_collection__quotes') }}
),

int_collection__documents as (
    select
        invoice_id,
        customer_id,
        issue_date,
        currency
    from {{ ref('int_collection__documents') }}
),

int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
),

posted as (
    select
        matches.bank_transaction_id,
        sum(matches.bank_amount) as matched_amount,
        case when count(distinct documents.customer_id) = 1 then min(documents.customer_id) end
            as customer_id
    from int_bank_matches as matches
    inner join int_collection__documents as documents
        on matches.invoice_id = documents.invoice_id
    where matches.is_posted
    group by matches.bank_transaction_id
),

in_review as (
    -- The reason of the surest pass that left the line.
    select
        bank_transaction_id,
        arg_max(review_reason, confidence) as review_reason
    from int_bank_matches
    where not is_posted
    group by bank_transaction_id
),

quoted as (
    select
        quotes.bank_transaction_id,
        bool_or(documents.issue_date <= lines.booked_on) as is_issued,
        bool_or(documents.currency = lines.currency) as is_same_currency
    from int_collection__quotes as quotes
    inner join int_collection__documents as documents on quotes.invoice_id = documents.invoice_id
    inner join int_collection__lines as lines
        on quotes.bank_transaction_id = lines.bank_transaction_id
    group by quotes.bank_transaction_id
),

judged as (
    select
        lines.*,
        coalesce(receipts.payer_customer_id, posted.customer_id) as customer_id,
        coalesce(posted.matched_amount, 0)::decimal(18, 4) as matched_amount,
        case
            when set_aside.match_status is not null then set_aside.match_status
            when posted.matched_amount = lines.amount then 'matched'
            when posted.matched_amount is not null then 'partial'
            when in_review.review_reason is not null then 'review'
            else 'unmatched'
        end as match_status,
        case
            when set_aside.match_status is not null then set_aside.match_status_reason
            when posted.matched_amount = lines.amount then null
            when posted.matched_amount is not null then 'erp_applied_a_part'
            when in_review.review_reason is not null then in_review.review_reason
            when lines.legal_entity_id is null then 'account_unknown'
            when receipts.has_remittance then 'remittance_of_unknown_documents'
            when not quoted.is_issued then 'quoted_document_is_later'
            when not quoted.is_same_currency then 'quoted_document_in_other_currency'
            when receipts.has_quotes then 'quoted_document_paid'
            when receipts.payer_count > 1 then 'payer_unclear'
            when receipts.payer_customer_id is not null then 'no_open_document_of_amount'
            else 'payer_unknown'
        end as match_status_reason
    from int_collection__lines as lines
    left join int_collection__set_aside as set_aside
        on lines.bank_transaction_id = set_aside.bank_transaction_id
    left join int_collection__receipts as receipts
        on lines.bank_transaction_id = receipts.bank_transaction_id
    left join posted on lines.bank_transaction_id = posted.bank_transaction_id
    left join in_review on lines.bank_transaction_id = in_review.bank_transaction_id
    left join quoted on lines.bank_transaction_id = quoted.bank_transaction_id
),

int_bank_line_statuses as (
    select
        bank_transaction_id,
        bank_account_id,
        legal_entity_id,
        customer_id,
        match_status,
        match_status_reason,
        amount,
        matched_amount,
        -- What was never a customer's money is not waiting to be applied.
        case
            when match_status in ('matched', 'partial', 'unmatched', 'review')
                then amount - matched_amount
            else 0
        end::decimal(18, 4) as unapplied_amount,
        currency,
        booked_on
    from judged
)

select * from int_bank_line_statuses
