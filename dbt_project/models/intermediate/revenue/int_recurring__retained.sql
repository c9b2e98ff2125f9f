with int_recurring__moved as (
    select * from {{ ref('int_recurring__moved') }}
),

windows as (
    select unnest([1, 12]) as window_months
),

earlier as (
    -- Months follow each other from the customer's first: so many before it there was nothing.
    select
        moved.currency_view,
        moved.customer_id,
        moved.currency,
        moved.movement_month,
        windows.window_months,
        moved.closing_amount,
        coalesce(
            case windows.window_months
                when 1 then moved.opening_amount
                else
                    lag(moved.closing_amount, 12) over (
                        partition by
                            moved.currency_view,
                            moved.customer_id,
                            moved.currency,
                            windows.window_months
                        order by moved.movement_month
                    )
            end,
            0
        )::decimal(18, 4) as cohort_amount
    from int_recurring__moved as moved
    cross join windows
),

int_recurring__retained as (
    -- Who had nothing then is new since, and no part of retention. For gross retention nobody
    -- counts for more than then: growth of one customer makes up for no loss of another.
    select
        currency_view,
        customer_id,
        window_months,
        cohort_amount > 0 as is_in_cohort,
        case when cohort_amount > 0 then cohort_amount else 0 end::decimal(18, 4) as cohort_amount,
        case when cohort_amount > 0 then closing_amount else 0 end::decimal(18, 4) as net_amount,
        (
            case when cohort_amount > 0 then least(closing_amount, cohort_amount) else 0 end
        )::decimal(18, 4) as gross_amount,
        currency,
        movement_month
    from earlier
)

select * from int_recurring__retained
