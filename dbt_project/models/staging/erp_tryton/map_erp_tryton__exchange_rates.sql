with stg_erp_tryton__currency_currency_rate as (
    select * from {{ ref('stg_erp_tryton__currency_currency_rate') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

rates as (
    select
        rates.rate_date,
        rates.rate,
        rates.source_record,
        currencies.currency,
        bool_and(rates.rate = 1) over (partition by rates.currency_id) as is_base
    from stg_erp_tryton__currency_currency_rate as rates
    inner join stg_erp_tryton__currency_currency as currencies
        on rates.currency_id = currencies.currency_id
),

bases as (
    -- The currency whose rate is always 1; without exactly one nobody knows what the rates mean.
    select min(currency) as base_currency
    from rates
    where is_base
    having count(distinct currency) = 1
),

map_erp_tryton__exchange_rates as (
    -- Tryton rounds to six decimals, so what a central bank publishes goes before it.
    select
        rates.rate_date,
        bases.base_currency as from_currency,
        rates.currency as to_currency,
        rates.rate,
        3 as precedence,
        rates.source_record
    from rates
    cross join bases
    where not rates.is_base
)

select * from map_erp_tryton__exchange_rates
