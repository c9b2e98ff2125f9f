with int_collection__subset_candidates as (
    select * from {{ ref('int_collection__subset_candidates') }}
),

int_collection__subsets as (
    select * from {{ ref('int_collection__subsets') }}
),

chosen as (
    select candidates.*
    from int_collection__subset_candidates as candidates
    inner join int_collection__subsets as subsets
        on
            candidates.bank_transaction_id = subsets.bank_transaction_id
            and candidates.open_amount = subsets.open_amount
            and candidates.document_number <= subsets.chosen_count
),

{{ first_claims('chosen') }},

int_collection__by_payer_subset as (
    select
        bank_transaction_id,
        invoice_id,
        'payer_and_subset' as match_rule,
        null::varchar as review_reason,
        null::varchar as difference_kind,
        booked_on,
        open_amount as bank_amount,
        currency,
        open_amount as matched_amount,
        invoice_currency,
        0.85::decimal(3, 2) as confidence,
        1 as candidate_count,
        true as is_posted,
        json_object(
            'payer', payer_customer_id,
            'payer_known_by', payer_class,
            'payer_evidence', payer_evidence,
            'open_amount', open_amount::varchar
        )::varchar as evidence
    from still_open
)

select * from int_collection__by_payer_subset
