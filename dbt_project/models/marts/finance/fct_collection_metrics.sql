with int_receivables__months as (
    select
        *,
        (invoiced_amount + credit_note_amount)::decimal(18, 4) as credit_sales_amount,
        (receivable_amount + unapplied_amount)::decimal(18, 4) as closing_amount
    from {{ ref('int_receivables__months') }}
),

int_receivables__counted_back as (
    select * from {{ ref('int_receivables__counted_back') }}
),

windowed as (
    -- A window that begins before the first movement has no figure: half of it would be missing.
    select
        *,
        coalesce(lag(receivable_amount) over by_month, 0) as opening_receivable_amount,
        closed_on - closing_month + 1 as month_days,
        closed_on - lag(closing_month, 2) over by_month + 1 as quarter_days,
        closed_on - lag(closing_month, 11) over by_month + 1 as year_days,
        sum(credit_sales_amount) over (by_month rows between 2 preceding and current row)
            as quarter_sales_amount,
        sum(credit_sales_amount) over (by_month rows between 11 preceding and current row)
            as year_sales_amount,
        sum(receivable_amount) over (by_month rows between 2 preceding and current row)
            as quarter_receivable_amount,
        sum(booked_amount) over (by_month rows between 2 preceding and current row)
            as quarter_booked_amount
    from int_receivables__months
    window by_month as (partition by legal_entity_id, currency order by closing_month)
),

measured as (
    select
        *,
        {{ days_of_sales('receivable_amount', 'credit_sales_amount', 'month_days') }}
            as monthly_dso_days,
        {{ days_of_sales('receivable_amount', 'quarter_sales_amount', 'quarter_days') }}
            as quarterly_dso_days,
        {{ days_of_sales('receivable_amount', 'year_sales_amount', 'year_days') }}
            as annual_dso_days,
        {{ days_of_sales('current_amount', 'quarter_sales_amount', 'quarter_days') }}
            as best_possible_dso_days,
        -- The mean of three closings over the deals won in those months, on 90 days.
        case
            when quarter_days is not null
                then {{ days_of_sales('quarter_receivable_amount', 'quarter_booked_amount', '30') }}
        end as bookings_dso_days,
        {{ hundredths(
            '100 * '
            ~ whole('opening_receivable_amount + credit_sales_amount - receivable_amount', 4),
            whole('opening_receivable_amount + credit_sales_amount - current_amount', 4)
        ) }} as collection_effectiveness_percent
    from windowed
),

fct_collection_metrics as (
    select
        measured.legal_entity_id,

        measured.monthly_dso_days,
        measured.quarterly_dso_days,
        measured.annual_dso_days,
        case
            when measured.receivable_amount = 0 then 0
            else counted_back.counted_days
        end::decimal(12, 2) as countback_dso_days,
        measured.bookings_dso_days,
        measured.best_possible_dso_days,
        (measured.quarterly_dso_days - measured.best_possible_dso_days)::decimal(12, 2)
            as average_days_delinquent,
        measured.collection_effectiveness_percent,

        (measured.closing_amount - measured.moved_amount)::decimal(18, 4) as opening_amount,
        measured.invoiced_amount,
        measured.credit_note_amount,
        measured.cash_amount,
        (
            measured.moved_amount
            - measured.credit_sales_amount
            - measured.cash_amount
        )::decimal(18, 4) as settled_amount,
        measured.closing_amount,
        measured.receivable_amount,
        measured.current_amount,
        (measured.receivable_amount - measured.current_amount)::decimal(18, 4) as overdue_amount,
        measured.unapplied_amount,
        measured.credit_sales_amount,
        measured.booked_amount,
        measured.currency,

        measured.closing_month,
        measured.closed_on
    from measured
    left join int_receivables__counted_back as counted_back
        on
            measured.legal_entity_id = counted_back.legal_entity_id
            and measured.currency = counted_back.currency
            and measured.closing_month = counted_back.closing_month
)

select * from fct_collection_metrics
