with int_receivables__settled as (
    select * from {{ ref('int_receivables__settled') }}
),

{{ closing_days('int_receivables__settled', 'settled_on') }},

int_receivables__habits as (
    -- The lower median of a year: a whole number of days, and one late payer in ten moves nothing.
    select
        settled.customer_id,
        count(*)::integer as settled_count,
        quantile_disc(settled.late_days, 0.5)::integer as usual_late_days,
        closing_days.closed_on
    from int_receivables__settled as settled
    inner join closing_days
        on
            settled.settled_on <= closing_days.closed_on
            and settled.settled_on > closing_days.closed_on - 365
    group by settled.customer_id, closing_days.closed_on
    having count(*) >= {{ least_observations() }}
)

select * from int_receivables__habits
