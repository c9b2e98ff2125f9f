with remitted as (
    select * from {{ ref('int_collection__remitted') }}
),

{{ lines_left('remitted', 'by_remittance') }},

{{ open_on_line_date('left_of_remitted', 'earlier') }},

weighed as (
    select
        *,
        count(*) over (partition by bank_transaction_id)::integer as candidate_count,
        sum(told_amount) over (
            partition by invoice_id order by booked_on, bank_transaction_id
        ) > open_amount as is_beyond_open
    from open_left_of_remitted
    where open_amount > 0
),

judged as (
    select
        *,
        case
            when not bool_and(is_payer_compatible) over lines then 'payer_disagrees'
            when
                told_sum != amount
                or candidate_count != told_count
                or min(told_amount - fee_amount) over lines <= 0
                or min(fee_amount) over lines < 0
                or bool_or(is_beyond_open) over lines
                then 'remittance_does_not_fit'
        end as review_reason
    from weighed
    window lines as (partition by bank_transaction_id)
),

int_collection__by_remittance as (
    select
        bank_transaction_id,
        invoice_id,
        'remittance' as match_rule,
        review_reason,
        case when fee_amount > 0 then 'fee' end as difference_kind,
        booked_on,
        greatest(least(told_amount, open_amount) - fee_amount, 0)::decimal(18, 4) as bank_amount,
        currency,
        least(told_amount, open_amount)::decimal(18, 4) as matched_amount,
        invoice_currency,
        0.99::decimal(3, 2) as confidence,
        candidate_count,
        review_reason is null as is_posted,
        json_object(
            'remittances', remittance_ids,
            'told_amount', told_amount::varchar,
            'told_fee', fee_amount::varchar,
            'told_sum', told_sum::varchar,
            'open_amount', open_amount::varchar
        )::varchar as evidence
    from judged
)

select * from int_collection__by_remittance
