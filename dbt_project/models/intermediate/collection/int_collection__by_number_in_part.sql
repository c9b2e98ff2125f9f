with int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

{{ open_quotes('by_number_in_part') }},

sure as (
    -- Digits alone, of a payer nobody knows, are not enough where the amount says otherwise.
    select *
    from open_quotes
    where token_count = 1 and (is_sure or (payer_customer_id is not null and is_payer_compatible))
),

settled_before as (
    select invoice_id
    from earlier
    where is_posted
    group by invoice_id
),

of_the_amount as (
    -- Where another document that nothing took is just what came, a digit may be wrong.
    select sure.bank_transaction_id
    from sure
    inner join int_collection__documents as documents
        on
            sure.customer_id = documents.customer_id
            and sure.currency = documents.currency
            and sure.amount = documents.total_amount
            and sure.invoice_id != documents.invoice_id
            and sure.booked_on >= documents.issue_date
    anti join settled_before on documents.invoice_id = settled_before.invoice_id
    group by sure.bank_transaction_id
),

judged as (
    select
        sure.*,
        case
            when
                count(*) over (partition by sure.bank_transaction_id) > 1
                or of_the_amount.bank_transaction_id is not null
                then 'documents_tie'
            when not sure.is_payer_compatible then 'payer_disagrees'
        end as review_reason
    from sure
    left join of_the_amount on sure.bank_transaction_id = of_the_amount.bank_transaction_id
),

filled as (
    -- Several parts of one document, in the order they came.
    select
        *,
        coalesce(
            sum(amount) over (
                partition by invoice_id, review_reason
                order by booked_on, bank_transaction_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as amount_before
    from judged
),

int_collection__by_number_in_part as (
    -- DOMAIN 3, rule 6: less is a part of the document; what is more stays the customer's.
    select
        bank_transaction_id,
        invoice_id,
        'invoice_number_in_part' as match_rule,
        review_reason,
        null::varchar as difference_kind,
        booked_on,
        least(amount, open_amount - amount_before)::decimal(18, 4) as bank_amount,
        currency,
        least(amount, open_amount - amount_before)::decimal(18, 4) as matched_amount,
        invoice_currency,
        0.93::decimal(3, 2) as confidence,
        candidate_count,
        review_reason is null as is_posted,
        json_object(
            'quoted', token,
            'open_amount', (open_amount - amount_before)::varchar,
            'payer', payer_customer_id,
            'payer_known_by', payer_class
        )::varchar as evidence
    from filled
    where amount_before < open_amount
)

select * from int_collection__by_number_in_part
