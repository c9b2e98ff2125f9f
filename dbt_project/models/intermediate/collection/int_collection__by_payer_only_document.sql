with {{ open_payer_documents(
    'by_payer_only_document', 'receipts.booked_on >= documents.issue_date'
) }},

int_collection__payer_amounts as (
    select * from {{ ref('int_collection__payer_amounts') }}
),

single as (
    select *
    from open_payer_documents
    where payer_class != 'name'
    qualify count(*) over (partition by bank_transaction_id) = 1
),

filled as (
    select
        single.*,
        coalesce(
            sum(single.amount) over (
                partition by single.invoice_id
                order by single.booked_on, single.bank_transaction_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as amount_before
    from single
    left join int_collection__payer_amounts as amounts
        on
            single.payer_customer_id = amounts.payer_customer_id
            and single.currency = amounts.currency
            and single.amount = amounts.total_amount
    where amounts.payer_customer_id is null
),

weighed as (
    -- Almost the amount is no part of it: a fee, a discount or a mistake, which a person must see.
    select
        *,
        open_amount - amount_before as left_amount,
        abs(open_amount - amount_before - amount) * 20 <= open_amount - amount_before as is_near
    from filled
    where amount_before < open_amount
),

int_collection__by_payer_only_document as (
    -- With one document open the customer owes the same whatever the money was meant for.
    select
        bank_transaction_id,
        invoice_id,
        'payer_only_document' as match_rule,
        case when is_near then 'amount_nearly_fits' end as review_reason,
        null::varchar as difference_kind,
        booked_on,
        least(amount, left_amount)::decimal(18, 4) as bank_amount,
        currency,
        least(amount, left_amount)::decimal(18, 4) as matched_amount,
        invoice_currency,
        0.75::decimal(3, 2) as confidence,
        1 as candidate_count,
        not is_near as is_posted,
        json_object(
            'payer', payer_customer_id,
            'payer_known_by', payer_class,
            'payer_evidence', payer_evidence,
            'open_amount', left_amount::varchar
        )::varchar as evidence
    from weighed
)

select * from int_collection__by_payer_only_document
