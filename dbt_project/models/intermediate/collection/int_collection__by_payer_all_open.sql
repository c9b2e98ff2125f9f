with int_collection__all_open as (
    select * from {{ ref('int_collection__all_open') }}
),

summed as (
    select
        *,
        count(*) over lines as open_count,
        sum(open_amount) over lines as open_sum,
        sum(open_amount) filter (where open_amount > 0) over lines as documents_sum,
        sum(open_amount - discount_amount) over lines as discounted_sum
    from int_collection__all_open
    window lines as (partition by bank_transaction_id)
),

fitting as (
    select
        *,
        case when amount in (open_sum, documents_sum) then 0 else discount_amount end
            as kept_amount
    from summed
    where
        open_count > 1
        and (
            amount in (open_sum, discounted_sum)
            or (amount = documents_sum and open_amount > 0)
        )
),

{{ first_claims('fitting') }},

int_collection__by_payer_all_open as (
    -- DOMAIN 3, rule 8: all that the payer owed is what came, or all less its discounts or notes.
    select
        bank_transaction_id,
        invoice_id,
        'payer_and_all_open' as match_rule,
        null::varchar as review_reason,
        case when kept_amount > 0 then 'early_payment_discount' end as difference_kind,
        booked_on,
        (open_amount - kept_amount)::decimal(18, 4) as bank_amount,
        currency,
        open_amount as matched_amount,
        currency as invoice_currency,
        0.90::decimal(3, 2) as confidence,
        1 as candidate_count,
        true as is_posted,
        json_object(
            'payer', payer_customer_id,
            'payer_known_by', payer_class,
            'payer_evidence', payer_evidence,
            'open_amount', open_amount::varchar,
            'open_sum', open_sum::varchar
        )::varchar as evidence
    from still_open
)

select * from int_collection__by_payer_all_open
