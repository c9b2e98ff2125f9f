with int_collection__match_decisions as (
    select * from {{ ref('int_collection__match_decisions') }}
    where decision_status = 'standing' and decision != 'rejected'
),

int_collection__by_decision as (
    -- What a person said goes before what any system says.
    select
        bank_transaction_id,
        invoice_id,
        'decision' as match_rule,
        null::varchar as review_reason,
        null::varchar as difference_kind,
        booked_on,
        placed_amount as bank_amount,
        currency,
        placed_amount as matched_amount,
        invoice_currency,
        1::decimal(3, 2) as confidence,
        count(*) over (partition by bank_transaction_id)::integer as candidate_count,
        true as is_posted,
        json_object(
            'decision', decision,
            'decided_by', owner,
            'decided_on', decided_on,
            'reason', reason,
            'source', source_record
        )::varchar as evidence
    from int_collection__match_decisions
)

select * from int_collection__by_decision
