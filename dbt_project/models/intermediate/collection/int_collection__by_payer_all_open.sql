with {{ open_payer_documents(
    'by_payer_all_open', 'receipts.booked_on >= documents.issue_date'
) }},

summed as (
    select
        *,
        count(*) over lines as open_count,
        sum(open_amount) over lines as open_sum
    from open_payer_documents
    where payer_class != 'name'
    window lines as (partition by bank_transaction_id)
),

claimed as (
    select
        *,
        row_number() over (
            partition by invoice_id order by booked_on, bank_transaction_id
        ) as claim_number
    from summed
    where open_count > 1 and open_sum = amount
),

still_open as (
    -- A line posts only where no line before it took any of its documents.
    select *
    from claimed
    qualify max(claim_number) over (partition by bank_transaction_id) = 1
),

int_collection__by_payer_all_open as (
    -- DOMAIN 3, rule 8: all that the payer owed is what came.
    select
        bank_transaction_id,
        invoice_id,
        'payer_and_all_open' as match_rule,
        null::varchar as review_reason,
        null::varchar as difference_kind,
        booked_on,
        open_amount as bank_amount,
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
