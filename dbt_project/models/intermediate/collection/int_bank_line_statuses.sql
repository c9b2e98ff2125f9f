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

int_collection__line_evidence as (
    select * from {{ ref('int_collection__line_evidence') }}
),

judged as (
    select
        bank_lines.*,
        -- The payer; else whose documents it pays, or says that it pays.
        coalesce(
            receipts.payer_customer_id,
            evidence.posted_customer_id,
            case when receipts.payer_count = 0 then evidence.quoted_customer_id end
        ) as customer_id,
        coalesce(evidence.matched_amount, 0)::decimal(18, 4) as matched_amount,
        case
            when set_aside.match_status is not null then set_aside.match_status
            when evidence.matched_amount = bank_lines.amount then 'matched'
            when evidence.matched_amount is not null then 'partial'
            when evidence.review_reason is not null then 'review'
            else 'unmatched'
        end as match_status,
        case
            when set_aside.match_status is not null then set_aside.match_status_reason
            when evidence.matched_amount = bank_lines.amount then null
            when evidence.is_erp_applied then 'erp_applied_a_part'
            when evidence.matched_amount is not null then 'more_than_was_open'
            when evidence.review_reason is not null then evidence.review_reason
            when bank_lines.legal_entity_id is null then 'account_unknown'
            when receipts.has_remittance then 'remittance_of_unknown_documents'
            when not evidence.is_quote_issued then 'quoted_document_is_later'
            when not evidence.is_quote_same_currency then 'quoted_document_in_other_currency'
            when receipts.has_quotes then 'quoted_document_paid'
            when receipts.payer_count > 1 then 'payer_unclear'
            when receipts.payer_customer_id is not null then 'no_open_document_of_amount'
            else 'payer_unknown'
        end as match_status_reason
    from int_collection__lines as bank_lines
    inner join int_collection__line_evidence as evidence
        on bank_lines.bank_transaction_id = evidence.bank_transaction_id
    -- Money out that pays a credit note back, or may, is part of the story.
    left join int_collection__set_aside as set_aside
        on
            bank_lines.bank_transaction_id = set_aside.bank_transaction_id
            and not (
                set_aside.match_status_reason = 'money_out'
                and coalesce(evidence.matched_amount::varchar, evidence.review_reason) is not null
            )
    left join int_collection__receipts as receipts
        on bank_lines.bank_transaction_id = receipts.bank_transaction_id
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
                then greatest(amount, 0) - greatest(matched_amount, 0)
            else 0
        end::decimal(18, 4) as unapplied_amount,
        currency,
        booked_on
    from judged
)

select * from int_bank_line_statuses
