with int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
),

fct_bank_matches as (
    select
        bank_transaction_id,
        invoice_id,

        match_rule,
        review_reason,
        difference_kind,

        candidate_count,

        bank_amount,
        currency,
        matched_amount,
        invoice_currency,
        (bank_amount - matched_amount)::decimal(18, 4) as difference_amount,
        confidence,

        is_posted,

        booked_on,

        evidence
    from int_bank_matches
)

select * from fct_bank_matches
