with {{ open_quotes('by_several_numbers') }},

summed as (
    select
        *,
        sum(open_amount) over lines as open_sum,
        bool_and(is_payer_compatible) over lines as is_every_payer_compatible,
        coalesce(
            sum(open_amount) over (
                partition by bank_transaction_id
                order by token, invoice_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as open_before
    from open_quotes
    where token_count > 1
    window lines as (partition by bank_transaction_id)
),

judged as (
    select
        *,
        case
            when candidate_count > token_count then 'documents_tie'
            when open_sum != amount then 'quoted_amount_differs'
            when not is_every_payer_compatible then 'payer_disagrees'
        end as review_reason
    from summed
),

claimed as (
    select
        *,
        row_number() over (
            partition by invoice_id, review_reason order by booked_on, bank_transaction_id
        ) as claim_number
    from judged
),

still_open as (
    -- A line posts only where no line before it took any of its documents.
    select *
    from claimed
    qualify
        review_reason is not null
        or max(claim_number) over (partition by bank_transaction_id) = 1
),

int_collection__by_several_numbers as (
    -- In review a line's money fills the quoted documents in turn: no proposal exceeds the line.
    select
        bank_transaction_id,
        invoice_id,
        'several_invoice_numbers' as match_rule,
        review_reason,
        null::varchar as difference_kind,
        booked_on,
        least(open_amount, amount - open_before)::decimal(18, 4) as bank_amount,
        currency,
        least(open_amount, amount - open_before)::decimal(18, 4) as matched_amount,
        invoice_currency,
        0.97::decimal(3, 2) as confidence,
        candidate_count,
        review_reason is null as is_posted,
        json_object(
            'quoted', token,
            'open_amount', open_amount::varchar,
            'open_sum', open_sum::varchar,
            'payer', payer_customer_id,
            'payer_known_by', payer_class
        )::varchar as evidence
    from still_open
    where open_before < amount
)

select * from int_collection__by_several_numbers
