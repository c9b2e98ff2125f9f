with int_revenue_schedule as (
    select * from {{ ref('int_revenue_schedule') }}
),

summed as (
    select
        legal_entity_id,
        currency,
        revenue_month,
        sum(opening_balance) as opening_balance,
        sum(billed_amount) as billed_amount,
        sum(recognised_amount) as recognised_amount,
        sum(closing_balance) as closing_balance
    from int_revenue_schedule
    group by legal_entity_id, currency, revenue_month
),

followed as (
    select
        *,
        coalesce(
            lag(closing_balance) over (
                partition by legal_entity_id, currency order by revenue_month
            ),
            0
        ) as earlier_closing_balance
    from summed
),

int_closing__deferred_revenue as (
    -- Opening is what the month before closed with; opening + billed − recognised = closing.
    select
        revenue_month as closing_month,
        'deferred_revenue_ties' as check_name,
        legal_entity_id,
        currency,
        'deferred_revenue' as item_id,
        failed_amount != 0 as is_failed,
        failed_amount,
        null::date as loaded_to_date
    from (
        select
            *,
            (
                abs(opening_balance + billed_amount - recognised_amount - closing_balance)
                + abs(opening_balance - earlier_closing_balance)
            )::decimal(18, 4) as failed_amount
        from followed
    ) as compared
)

select * from int_closing__deferred_revenue
