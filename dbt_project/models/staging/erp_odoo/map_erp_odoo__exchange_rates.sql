with stg_erp_odoo__res_currency_rate as (
    select * from {{ ref('stg_erp_odoo__res_currency_rate') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

stg_erp_odoo__res_company as (
    select * from {{ ref('stg_erp_odoo__res_company') }}
),

all_companies as (
    select
        companies.company_id,
        companies.currency_id,
        currencies.currency,
        count(distinct companies.currency_id) over () as currency_count
    from stg_erp_odoo__res_company as companies
    inner join stg_erp_odoo__res_currency as currencies
        on companies.currency_id = currencies.currency_id
),

companies as (
    -- Where the company's own currency is not 1, its rates mean something else.
    select all_companies.*
    from all_companies
    anti join stg_erp_odoo__res_currency_rate as own
        on
            all_companies.currency_id = own.currency_id
            and coalesce(own.company_id, all_companies.company_id) = all_companies.company_id
            and own.rate != 1
),

rates as (
    -- Odoo keeps units of the currency for one of the company's; people enter and see the inverse.
    -- Of the two the larger is taken, which lost the least; the rest is noise of its floats. A rate
    -- of no company is of all, and says for one of what only where they have one currency.
    select
        rates.rate_date,
        if(rates.rate < 1, currencies.currency, companies.currency) as from_currency,
        if(rates.rate < 1, companies.currency, currencies.currency) as to_currency,
        round(
            case
                when rates.rate >= 1 then rates.rate
                else coalesce(rates.inverse_company_rate, {{ inverse_rate('rates.rate') }})
            end,
            8
        )::decimal(28, 16) as rate,
        companies.company_id,
        rates.source_record
    from stg_erp_odoo__res_currency_rate as rates
    inner join stg_erp_odoo__res_currency as currencies
        on rates.currency_id = currencies.currency_id
    inner join companies
        on
            coalesce(rates.company_id, companies.company_id) = companies.company_id
            and rates.currency_id != companies.currency_id
            and (rates.company_id is not null or companies.currency_count = 1)
),

map_erp_odoo__exchange_rates as (
    -- What a central bank publishes goes before it.
    select
        rate_date,
        from_currency,
        to_currency,
        rate,
        3 as precedence,
        source_record
    from rates
    qualify row_number() over (
        partition by rate_date, from_currency, to_currency order by company_id::bigint
    ) = 1
)

select * from map_erp_odoo__exchange_rates
