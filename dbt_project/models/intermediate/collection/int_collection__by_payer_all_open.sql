with {{ open_payer_documents(
    'by_payer_all_open', 'receipts.booked_on >= documents.issue_date'
) }},

discounts as (
    select
        invoice_id,
        last_on,
        max(agreed_amount) as discount_amount
    from {{ ref('int_collection__allowed_differences') }}
    where difference_kind = 'early_payment_discount'
    group by invoice_id, last_on
),

owed as (
    select
        documents.*,
        coalesce(discounts.discount_amount, 0) as discount_amount
    from open_payer_documents as documents
    left join discounts
        on
            documents.invoice_id = discounts.invoice_id
            and documents.booked_on <= discounts.last_on
            and documents.open_amount > discounts.discount_amount
    where documents.payer_class != 'name'
),

summed as (
    select
        *,
        count(*) over lines as open_count,
        sum(open_amount) over lines as open_sum,
        sum(open_amount - discount_amount) over lines as discounted_sum
    from owed
    window lines as (partition by bank_transaction_id)
),

fitting as (
    select
        *,
        case when open_sum = amount then 0 else discount_amount end as kept_amount
    from summed
    where open_count > 1 and amount in (open_sum, discounted_sum)
),

{{ first_claims('fitting') }},

int_collection__by_payer_all_open as (
    -- DOMAIN 3, rule 8: all that the payer owed is what came, or all less its discounts.
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
        invoice_currency,
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
