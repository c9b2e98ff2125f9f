with int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
),

int_collection__reversals as (
    select * from {{ ref('int_collection__reversals') }}
),

int_collection__payers as (
    select bank_transaction_id
    from {{ ref('int_collection__payers') }}
),

int_collection__quotes as (
    select bank_transaction_id
    from {{ ref('int_collection__quotes') }}
    group by bank_transaction_id
),

bank_line_assignments as (
    select bank_transaction_id
    from {{ ref('bank_line_assignments') }}
    where invoice_id is not null
    group by bank_transaction_id
),

int_collection__own_transfers as (
    select * from {{ ref('int_collection__own_transfers') }}
),

fee_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('fee_patterns') }}
),

sides as (
    select
        reversal_id as bank_transaction_id,
        is_certain
    from int_collection__reversals
    union all
    select
        original_id as bank_transaction_id,
        is_certain
    from int_collection__reversals
),

taken_back as (
    select
        bank_transaction_id,
        bool_or(is_certain) as is_certain
    from sides
    group by bank_transaction_id
),

decided as (
    select
        bank_transaction_id,
        bool_and(decision = 'rejected') as is_rejected
    from {{ ref('int_collection__match_decisions') }}
    where decision_status = 'standing' and (decision != 'rejected' or invoice_id is null)
    group by bank_transaction_id
),

judged as (
    select
        bank_lines.bank_transaction_id,
        case
            when bank_lines.is_duplicate then 'in_earlier_statement'
            when taken_back.is_certain then 'taken_back'
            when decided.is_rejected then 'decided'
            when decided.bank_transaction_id is not null then null
            when bank_lines.amount <= 0 then 'money_out'
            when own_transfers.bank_transaction_id is not null
                then own_transfers.match_status_reason
            when taken_back.bank_transaction_id is not null then 'reversal_unclear'
            when bank_lines.is_reversal then 'takes_back_unknown_line'
            when
                regexp_matches(bank_lines.line_text, fee_patterns.pattern)
                and payers.bank_transaction_id is null
                and quotes.bank_transaction_id is null
                and assignments.bank_transaction_id is null
                then 'fee_or_interest'
        end as match_status_reason
    from int_collection__lines as bank_lines
    cross join fee_patterns
    left join taken_back on bank_lines.bank_transaction_id = taken_back.bank_transaction_id
    left join int_collection__own_transfers as own_transfers
        on bank_lines.bank_transaction_id = own_transfers.bank_transaction_id
    -- Whatever it looks like: a person said what it is.
    left join decided on bank_lines.bank_transaction_id = decided.bank_transaction_id
    left join int_collection__payers as payers
        on bank_lines.bank_transaction_id = payers.bank_transaction_id
    left join int_collection__quotes as quotes
        on bank_lines.bank_transaction_id = quotes.bank_transaction_id
    -- Whatever it is called: the ERP says that it pays a document.
    left join bank_line_assignments as assignments
        on bank_lines.bank_transaction_id = assignments.bank_transaction_id
),

int_collection__set_aside as (
    select
        bank_transaction_id,
        case match_status_reason
            when 'in_earlier_statement' then 'duplicate'
            when 'taken_back' then 'reversed'
            when 'reversal_unclear' then 'review'
            else 'not_receivable'
        end as match_status,
        match_status_reason
    from judged
    where match_status_reason is not null
)

select * from int_collection__set_aside
