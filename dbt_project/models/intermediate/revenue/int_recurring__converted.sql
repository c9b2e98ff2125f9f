with int_recurring__rolled as (
    select * from {{ ref('int_recurring__rolled') }}
),

int_recurring__rates as (
    select * from {{ ref('int_recurring__rates') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

rated as (
    -- What is billed in another currency counts in that one, at the rates of the two months' ends;
    -- a pair that nobody published leaves it in the contract's.
    select
        rolled.*,
        case
            when rolled.currency = rolled.invoice_currency then 1
            else coalesce(rolled.fixed_rate, ending.exchange_rate)
        end::decimal(28, 16) as exchange_rate,
        case
            when rolled.currency = rolled.invoice_currency then 1
            else coalesce(rolled.fixed_rate, beginning.exchange_rate)
        end::decimal(28, 16) as opening_rate,
        coalesce(ending.is_rate_estimated and rolled.fixed_rate is null, false)
            as is_rate_estimated
    from int_recurring__rolled as rolled
    left join int_recurring__rates as ending
        on
            rolled.currency = ending.from_currency
            and rolled.invoice_currency = ending.to_currency
            and rolled.movement_month = ending.movement_month
    left join int_recurring__rates as beginning
        on
            rolled.currency = beginning.from_currency
            and rolled.invoice_currency = beginning.to_currency
            and (rolled.movement_month - interval 1 month)::date = beginning.movement_month
),

placed as (
    select
        * exclude (currency, exchange_rate, opening_rate),
        currency as contract_currency,
        case when exchange_rate is null then currency else invoice_currency end as currency,
        coalesce(exchange_rate, 1)::decimal(28, 16) as exchange_rate,
        coalesce(opening_rate, exchange_rate, 1)::decimal(28, 16) as opening_rate
    from rated
),

int_recurring__converted as (
    -- The month in steps: what it opened with, at the rate of now, at the index of now, what it
    -- closed with. Each is rounded, so that the movements between them sum to the whole.
    select
        placed.contract_line_id,
        placed.customer_id,
        {{ at_rate('placed.opening_amount', 'placed.opening_rate', 'currencies.minor_units') }}
            as opening_amount,
        {{ at_rate('placed.opening_amount', 'placed.exchange_rate', 'currencies.minor_units') }}
            as revalued_amount,
        {{ at_rate(
            '(placed.opening_amount + placed.index_amount)', 'placed.exchange_rate',
            'currencies.minor_units'
        ) }} as indexed_amount,
        {{ at_rate('placed.closing_amount', 'placed.exchange_rate', 'currencies.minor_units') }}
            as closing_amount,
        {{ at_rate('placed.list_amount', 'placed.exchange_rate', 'currencies.minor_units') }}
            as list_amount,
        {{ at_rate('placed.contract_amount', 'placed.exchange_rate', 'currencies.minor_units') }}
            as contract_amount,
        {{ at_rate('placed.billed_amount', 'placed.exchange_rate', 'currencies.minor_units') }}
            as billed_amount,
        {{ at_rate('placed.true_up_amount', 'placed.exchange_rate', 'currencies.minor_units') }}
            as true_up_amount,
        placed.currency,
        placed.contract_currency,
        placed.is_rate_estimated,
        placed.movement_month
    from placed
    inner join currencies on placed.currency = currencies.currency
)

select * from int_recurring__converted
