with int_invoice_balances as (
    select * from {{ ref('int_invoice_balances') }}
    where open_amount > 0
),

int_receivables__balances as (
    select * from {{ ref('int_receivables__balances') }}
    where balance_amount < 0
),

int_gaps__on_documents as (
    select * from {{ ref('int_gaps__on_documents') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

credits as (
    select
        balances.customer_id,
        balances.legal_entity_id,
        balances.currency,
        -sum(balances.balance_amount)::decimal(18, 4) as waiting_amount
    from int_receivables__balances as balances
    inner join run_settings on balances.balance_end = run_settings.as_of_date
    group by balances.customer_id, balances.legal_entity_id, balances.currency
),

candidates as (
    select
        invoice_id,
        bank_transaction_id
    from {{ ref('int_bank_matches') }}
    where not is_posted
    union all
    -- Of two lines that one reversal may take back, one is there.
    select
        quotes.invoice_id,
        quotes.bank_transaction_id
    from {{ ref('int_collection__set_aside') }} as set_aside
    inner join {{ ref('int_collection__quotes') }} as quotes
        on set_aside.bank_transaction_id = quotes.bank_transaction_id
    where set_aside.match_status_reason = 'reversal_unclear'
),

proposed as (
    select
        invoice_id,
        min(bank_transaction_id) as proposed_line_id
    from candidates
    group by invoice_id
),

gathered as (
    select
        balances.*,
        run_settings.as_of_date,
        gaps.* exclude (invoice_id),
        habits.settled_count,
        habits.usual_late_days,
        balances.due_on + habits.usual_late_days as expected_on,
        proposed.proposed_line_id,
        coalesce(credits.waiting_amount, 0)::decimal(18, 4) as waiting_amount,
        sum(balances.open_amount) over (
            partition by balances.customer_id, balances.legal_entity_id, balances.currency
            order by balances.due_on, balances.invoice_id
        ) as owed_until_amount,
        -- While it is disputed nobody is reminded further.
        case
            when gaps.dispute_gap_id is null then balances.days_overdue
            else gaps.disputed_on - balances.due_on
        end as dunned_days
    from int_invoice_balances as balances
    cross join run_settings
    left join int_gaps__on_documents as gaps on balances.invoice_id = gaps.invoice_id
    left join {{ ref('int_receivables__habits') }} as habits
        on
            balances.customer_id = habits.customer_id
            and run_settings.as_of_date = habits.closed_on
    left join credits
        on
            balances.customer_id = credits.customer_id
            and balances.legal_entity_id = credits.legal_entity_id
            and balances.currency = credits.currency
    left join proposed on balances.invoice_id = proposed.invoice_id
),

dunned as (
    select
        gathered.invoice_id,
        max(dunning_levels.dunning_level) as dunning_level
    from gathered
    inner join {{ ref('dunning_levels') }} as dunning_levels
        on gathered.dunned_days >= dunning_levels.from_days
    group by gathered.invoice_id
),

int_worklist__judged as (
    -- DOMAIN 7: not what we billed wrong, not what credits cover, the oldest first; then a payer's
    -- own ways.
    select
        gathered.*,
        dunned.dunning_level,
        case
            when gathered.hold_gap_id is not null then 'hold'
            when gathered.dispute_gap_id is not null then 'resolve'
            when gathered.proposed_line_id is not null then 'match'
            when gathered.waiting_amount >= gathered.owed_until_amount then 'match'
            when gathered.days_overdue = 0 then 'wait'
            when gathered.expected_on > gathered.as_of_date then 'wait'
            else 'chase'
        end as next_action
    from gathered
    left join dunned on gathered.invoice_id = dunned.invoice_id
)

select * from int_worklist__judged
