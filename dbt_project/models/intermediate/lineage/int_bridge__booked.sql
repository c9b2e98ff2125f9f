with opportunities as (
    select * from {{ ref('opportunities') }}
    where is_won and amount is not null
),

int_bridge__threads as (
    select * from {{ ref('int_bridge__threads') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

sale_currencies as (
    -- A deal that became contracts in several currencies is booked in its own where one has it.
    select
        opportunities.opportunity_id,
        opportunities.amount,
        opportunities.currency as deal_currency,
        opportunities.close_date,
        threads.sale_id,
        threads.currency
    from opportunities
    inner join int_bridge__threads as threads
        on opportunities.opportunity_id = threads.opportunity_id
    qualify
        row_number() over (
            partition by opportunities.opportunity_id
            order by threads.currency = opportunities.currency desc, threads.currency asc
        ) = 1
),

int_bridge__booked as (
    -- At the rate of the day on which the deal was won.
    select
        sales.sale_id,
        sales.opportunity_id,
        sales.currency,
        case
            when sales.deal_currency = sales.currency then sales.amount
            else {{ at_rate('sales.amount', 'rates.exchange_rate', 'currencies.minor_units') }}
        end::decimal(18, 4) as booked_amount
    from sale_currencies as sales
    inner join currencies on sales.currency = currencies.currency
    cross join run_settings
    left join daily_exchange_rates as rates
        on
            sales.deal_currency = rates.from_currency
            and sales.currency = rates.to_currency
            and least(sales.close_date, run_settings.as_of_date + 1) = rates.rate_on
)

select * from int_bridge__booked
