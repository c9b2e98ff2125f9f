with int_collection__payer_candidates as (
    select * from {{ ref('int_collection__payer_candidates') }}
),

counted as (
    -- A document is new to the first line that could pay it. Each line pays the one new document
    -- and leaves none behind, until a line meets two: from then on nobody can tell.
    select
        payer_amount_key,
        line_number,
        count(*) filter (where first_line_number = line_number) as new_count
    from int_collection__payer_candidates
    group by payer_amount_key, line_number
),

decided as (
    select
        *,
        new_count = 1
        and coalesce(
            max(new_count) over (
                partition by payer_amount_key
                order by line_number
                rows between unbounded preceding and 1 preceding
            ),
            1
        ) <= 1 as is_single
    from counted
),

settled as (
    select
        candidates.*,
        decided.is_single,
        decided.is_single
        and candidates.first_line_number = candidates.line_number as is_settling
    from int_collection__payer_candidates as candidates
    inner join decided
        on
            candidates.payer_amount_key = decided.payer_amount_key
            and candidates.line_number = decided.line_number
),

left_to_pay as (
    select *
    from settled
    -- Not what an earlier line of the same payer and amount has paid.
    qualify
        is_settling
        or (
            not is_single
            and not bool_or(is_settling) over (partition by payer_amount_key, invoice_id)
        )
),

paired as (
    -- As many equal lines as equal documents of one customer, each open to each line: all are paid,
    -- whichever is said to pay which. They are taken in order.
    select
        *,
        not is_settling
        and count(*) over tied = count(distinct bank_transaction_id) over tied
        * count(distinct invoice_id) over tied
        and count(distinct bank_transaction_id) over tied = count(distinct invoice_id) over tied
        and count(distinct customer_id) over tied = 1 as is_even,
        dense_rank() over (partition by payer_amount_key, is_settling order by line_number)
            as tied_line_number,
        dense_rank() over (
            partition by payer_amount_key, is_settling
            order by issue_date, invoice_number, invoice_id
        ) as tied_document_number
    from left_to_pay
    window tied as (partition by payer_amount_key, is_settling)
),

judged as (
    select
        *,
        count(*) over (partition by bank_transaction_id)::integer as candidate_count,
        -- Two payers may both pay for a customer: then neither is sure to have paid this document.
        not (is_settling or is_even)
        or count(distinct payer_amount_key) filter (where is_settling or is_even) over (
            partition by invoice_id
        ) > 1 as is_tie
    from paired
    where not is_even or tied_line_number = tied_document_number
),

int_collection__by_payer as (
    select
        bank_transaction_id,
        invoice_id,
        'payer_and_amount' as match_rule,
        case when is_tie then 'documents_tie' end as review_reason,
        null::varchar as difference_kind,
        booked_on,
        amount as bank_amount,
        currency,
        amount as matched_amount,
        invoice_currency,
        case when payer_class = 'name' then 0.90 else 0.92 end::decimal(3, 2) as confidence,
        candidate_count,
        not is_tie as is_posted,
        json_object(
            'payer', payer_customer_id,
            'payer_known_by', payer_class,
            'payer_evidence', payer_evidence,
            'open_amount', open_amount::varchar
        )::varchar as evidence
    from judged
)

select * from int_collection__by_payer
