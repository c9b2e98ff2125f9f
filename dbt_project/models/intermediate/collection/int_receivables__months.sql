with int_receivables_ledger as (
    select * from {{ ref('int_receivables_ledger') }}
),

int_receivables__balances as (
    select * from {{ ref('int_receivables__balances') }}
),

opportunities as (
    select
        opportunity_id,
        amount,
        currency,
        close_date
    from {{ ref('opportunities') }}
    where is_won and amount is not null
),

{{ closing_days('int_receivables_ledger', 'moved_on') }},

sold_by as (
    -- A deal that two of our companies contracted is nobody's booking alone.
    select
        opportunity_id,
        min(legal_entity_id) as legal_entity_id
    from {{ ref('contracts') }}
    group by opportunity_id
    having count(distinct legal_entity_id) = 1
),

booked as (
    select
        sold_by.legal_entity_id,
        opportunities.currency,
        closing_days.closing_month,
        sum(opportunities.amount) as booked_amount
    from opportunities
    inner join sold_by on opportunities.opportunity_id = sold_by.opportunity_id
    inner join closing_days
        on opportunities.close_date between closing_days.closing_month and closing_days.closed_on
    group by all
),

moved as (
    select
        legal_entity_id,
        currency,
        date_trunc('month', moved_on)::date as closing_month,
        sum(amount) filter (where movement_kind in ('invoice', 'debit_note')) as invoiced_amount,
        sum(amount) filter (where movement_kind = 'credit_note') as credit_note_amount,
        sum(amount) filter (where movement_kind in ('payment', 'cash_on_account')) as cash_amount,
        sum(amount) as moved_amount
    from int_receivables_ledger
    group by all
),

closed as (
    select
        balances.legal_entity_id,
        balances.currency,
        closing_days.closing_month,
        sum(balances.balance_amount) filter (where balances.balance_amount > 0)
            as receivable_amount,
        sum(balances.balance_amount) filter (
            where balances.balance_amount > 0 and balances.ages_from_date >= closing_days.closed_on
        ) as current_amount,
        sum(balances.balance_amount) filter (where balances.balance_amount < 0)
            as unapplied_amount
    from int_receivables__balances as balances
    inner join closing_days
        on
            balances.balance_start <= closing_days.closed_on
            and balances.balance_end >= closing_days.closed_on
    group by all
),

months as (
    -- Every month since the first movement, so that one without any shows as such.
    select
        moved.legal_entity_id,
        moved.currency,
        closing_days.closing_month,
        closing_days.closed_on
    from moved
    inner join closing_days on moved.closing_month <= closing_days.closing_month
    group by all
),

int_receivables__months as (
    select
        months.*,
        coalesce(moved.invoiced_amount, 0)::decimal(18, 4) as invoiced_amount,
        coalesce(moved.credit_note_amount, 0)::decimal(18, 4) as credit_note_amount,
        coalesce(moved.cash_amount, 0)::decimal(18, 4) as cash_amount,
        coalesce(moved.moved_amount, 0)::decimal(18, 4) as moved_amount,
        coalesce(closed.receivable_amount, 0)::decimal(18, 4) as receivable_amount,
        coalesce(closed.current_amount, 0)::decimal(18, 4) as current_amount,
        coalesce(closed.unapplied_amount, 0)::decimal(18, 4) as unapplied_amount,
        coalesce(booked.booked_amount, 0)::decimal(18, 4) as booked_amount
    from months
    left join moved
        on
            months.legal_entity_id = moved.legal_entity_id
            and months.currency = moved.currency
            and months.closing_month = moved.closing_month
    left join closed
        on
            months.legal_entity_id = closed.legal_entity_id
            and months.currency = closed.currency
            and months.closing_month = closed.closing_month
    left join booked
        on
            months.legal_entity_id = booked.legal_entity_id
            and months.currency = booked.currency
            and months.closing_month = booked.closing_month
)

select * from int_receivables__months
