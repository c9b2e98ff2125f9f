with int_receivables__balances as (
    select * from {{ ref('int_receivables__balances') }}
    where balance_amount > 0
),

int_receivables__habits as (
    select * from {{ ref('int_receivables__habits') }}
),

int_receivables__settled as (
    select * from {{ ref('int_receivables__settled') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

forecast_days as (
    -- A year of forecasts made at month's ends, and the one of the as-of date.
    select months.closed_on as made_on
    from {{ ref('int_receivables__months') }} as months
    inner join run_settings on months.closed_on > run_settings.as_of_date - 366
    group by months.closed_on
),

company_habits as (
    -- Of a payer with too little history, what is usual among all payers of the company.
    select
        settled.legal_entity_id,
        settled.currency,
        forecast_days.made_on,
        quantile_disc(settled.late_days, 0.5)::integer as usual_late_days
    from int_receivables__settled as settled
    inner join forecast_days
        on
            settled.settled_on <= forecast_days.made_on
            and settled.settled_on > forecast_days.made_on - 365
    group by settled.legal_entity_id, settled.currency, forecast_days.made_on
    having count(*) >= {{ least_observations() }}
),

expected as (
    select
        balances.item_id as invoice_id,
        balances.legal_entity_id,
        balances.balance_amount as amount,
        balances.currency,
        case
            when habits.customer_id is not null then 'payer'
            when company_habits.made_on is not null then 'company'
            else 'due_date'
        end as basis,
        forecast_days.made_on,
        balances.ages_from_date
        + coalesce(habits.usual_late_days, company_habits.usual_late_days, 0) as expected_on
    from int_receivables__balances as balances
    inner join forecast_days
        on
            balances.balance_start <= forecast_days.made_on
            and balances.balance_end >= forecast_days.made_on
    left join int_receivables__habits as habits
        on
            balances.customer_id = habits.customer_id
            and forecast_days.made_on = habits.closed_on
    left join company_habits
        on
            balances.legal_entity_id = company_habits.legal_entity_id
            and balances.currency = company_habits.currency
            and forecast_days.made_on = company_habits.made_on
),

int_receivables__foretold as (
    -- A document past its usual day has no day any more; what is far ahead is one sum.
    select
        *,
        case
            when expected_on <= made_on then 0
            else least((expected_on - made_on + 6) // 7, {{ forecast_weeks() }} + 1)
        end::integer as week_number
    from expected
)

select * from int_receivables__foretold
