with {{ open_quotes('by_number') }},

fitted as (
    select
        *,
        open_amount = amount as is_fitting,
        count(*) filter (where open_amount = amount) over (partition by bank_transaction_id)
            as fitting_count
    from open_quotes
    where token_count = 1
),

judged as (
    -- One number may be an invoice's and a debit note's: the amount tells which is meant.
    select
        *,
        case
            when not is_fitting then 'quoted_amount_differs'
            when fitting_count > 1 then 'documents_tie'
            when not is_payer_compatible then 'payer_disagrees'
        end as review_reason
    from fitted
    where is_fitting or fitting_count = 0
),

still_open as (
    -- The second line that quotes a document paid by the first is other money.
    select *
    from judged
    qualify
        review_reason is not null
        or row_number() over (
            partition by invoice_id, review_reason order by booked_on, bank_transaction_id
        ) = 1
),

int_collection__by_number as (
    select
        bank_transaction_id,
        invoice_id,
        'invoice_number' as match_rule,
        review_reason,
        null::varchar as difference_kind,
        booked_on,
        least(amount, open_amount) as bank_amount,
        currency,
        least(amount, open_amount) as matched_amount,
        invoice_currency,
        0.98::decimal(3, 2) as confidence,
        candidate_count,
        review_reason is null as is_posted,
        json_object(
            'quoted', token,
            'open_amount', open_amount::varchar,
            'payer', payer_customer_id,
            'payer_known_by', payer_class
        )::varchar as evidence
    from still_open
)

select * from int_collection__by_number
