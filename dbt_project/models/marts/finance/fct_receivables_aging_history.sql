with int_receivables__balances as (
    select * from {{ ref('int_receivables__balances') }}
),

aging_buckets as (
    select * from {{ ref('aging_buckets') }}
),

{{ closing_days('int_receivables__balances', 'balance_start') }},

aged as (
    select
        balances.customer_id,
        balances.legal_entity_id,
        balances.currency,
        closing_days.closed_on as aged_on,
        balances.balance_amount,
        greatest(0, closing_days.closed_on - balances.ages_from_date) as days_overdue
    from int_receivables__balances as balances
    inner join closing_days
        on
            balances.balance_start <= closing_days.closed_on
            and balances.balance_end >= closing_days.closed_on
),

fct_receivables_aging_history as (
    -- As `fct_receivables_aging`: what we owe the customer stands apart.
    select
        aged.customer_id,
        aged.legal_entity_id,

        case when aged.balance_amount < 0 then 'unapplied' else aging_buckets.bucket end as bucket,

        sum(aged.balance_amount)::decimal(18, 4) as open_amount,
        aged.currency,

        aged.aged_on
    from aged
    inner join aging_buckets
        on
            aged.days_overdue >= aging_buckets.from_days
            and aged.days_overdue <= coalesce(aging_buckets.until_days, aged.days_overdue)
    group by all
)

select * from fct_receivables_aging_history
