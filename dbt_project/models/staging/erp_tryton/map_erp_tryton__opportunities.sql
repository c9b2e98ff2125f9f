with stg_erp_tryton__sale_opportunity as (
    select * from {{ ref('stg_erp_tryton__sale_opportunity') }}
),

stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

stg_erp_tryton__company_company as (
    select * from {{ ref('stg_erp_tryton__company_company') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

first_sales as (
    select
        {{ tryton_origin('sale.opportunity', 'origin') }} as opportunity_id,
        min(sale_date) as first_sold_on
    from stg_erp_tryton__sale_sale
    group by all
),

map_erp_tryton__opportunities as (
    select
        {{ tryton_record('sale.opportunity', 'opportunities.opportunity_id') }} as opportunity_id,
        -- A lead may have no party yet.
        {{ tryton_record('party.party', "coalesce(opportunities.party_id, 'none')") }}
            as account_id,
        coalesce(
            opportunities.description, opportunities.number, opportunities.opportunity_id
        ) as name,
        opportunities.stage,
        opportunities.stage = 'won' as is_won,
        -- Tryton overwrites the amount with the total of the quote: from then on it says nothing
        -- of what the seller expected.
        case
            when opportunities.stage in ('lead', 'opportunity', 'lost', 'cancelled')
                then opportunities.amount
        end as amount,
        currencies.currency,
        coalesce(
            first_sales.first_sold_on, opportunities.end_date, opportunities.start_date
        ) as close_date,
        opportunities.owner,
        opportunities.comment as notes,
        opportunities.source_record
    from stg_erp_tryton__sale_opportunity as opportunities
    inner join stg_erp_tryton__company_company as companies
        on opportunities.company_id = companies.company_id
    inner join stg_erp_tryton__currency_currency as currencies
        on coalesce(opportunities.currency_id, companies.currency_id) = currencies.currency_id
    left join first_sales on opportunities.opportunity_id = first_sales.opportunity_id
)

select * from map_erp_tryton__opportunities
