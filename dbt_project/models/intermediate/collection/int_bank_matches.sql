with found as (
    {{ matches_before() }}
),

posted_lines as (
    select bank_transaction_id
    from found
    where is_posted
    group by bank_transaction_id
),

int_bank_matches as (
    -- What a later pass posted settles what an earlier one left to review.
    select found.*
    from found
    left join posted_lines on found.bank_transaction_id = posted_lines.bank_transaction_id
    where found.is_posted or posted_lines.bank_transaction_id is null
    qualify
        row_number() over (
            partition by found.bank_transaction_id, found.invoice_id
            order by found.confidence desc, found.match_rule asc
        ) = 1
)

select * from int_bank_matches
