with {{ open_quotes('by_number_adjusted') }},

allowed_differences as (
    select * from {{ ref('int_collection__allowed_differences') }}
),

fitting as (
    select
        open_quotes.*,
        differences.difference_kind
    from open_quotes
    inner join allowed_differences as differences
        on
            open_quotes.invoice_id = differences.invoice_id
            and open_quotes.amount < open_quotes.open_amount
            and open_quotes.open_amount - open_quotes.amount
            between differences.least_amount and differences.most_amount
            and open_quotes.booked_on <= coalesce(differences.last_on, open_quotes.booked_on)
    where open_quotes.token_count = 1
    qualify
        row_number() over (
            partition by open_quotes.bank_transaction_id, open_quotes.invoice_id
            order by differences.preference
        ) = 1
),

judged as (
    select
        *,
        case
            when count(*) over (partition by bank_transaction_id) > 1 then 'documents_tie'
            when not is_payer_compatible then 'payer_disagrees'
        end as review_reason
    from fitting
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

int_collection__by_number_adjusted as (
    select
        bank_transaction_id,
        invoice_id,
        'invoice_number_adjusted' as match_rule,
        review_reason,
        difference_kind,
        booked_on,
        amount as bank_amount,
        currency,
        open_amount as matched_amount,
        invoice_currency,
        0.95::decimal(3, 2) as confidence,
        candidate_count,
        review_reason is null as is_posted,
        json_object(
            'quoted', token,
            'open_amount', open_amount::varchar,
            'kept_back', (open_amount - amount)::varchar,
            'payer', payer_customer_id,
            'payer_known_by', payer_class
        )::varchar as evidence
    from still_open
)

select * from int_collection__by_number_adjusted
