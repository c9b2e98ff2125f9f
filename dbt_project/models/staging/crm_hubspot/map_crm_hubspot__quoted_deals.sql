with stg_crm_hubspot__quote as (
    select * from {{ ref('stg_crm_hubspot__quote') }}
),

stg_crm_hubspot__quote_deal as (
    select * from {{ ref('stg_crm_hubspot__quote_deal') }}
),

stg_crm_hubspot__declared_options as (
    select * from {{ ref('stg_crm_hubspot__declared_options') }}
),

map_crm_hubspot__sold_deals as (
    select * from {{ ref('map_crm_hubspot__sold_deals') }}
),

run_settings as (
    select
        as_of_date,
        reporting_currency
    from {{ ref('run_settings') }}
),

declared as (
    {{ crm_declared('stg_crm_hubspot__declared_options') }}
),

links as (
    -- A quote is of one deal: the one that HubSpot made first.
    select
        quote_id,
        deal_id
    from stg_crm_hubspot__quote_deal
    qualify row_number() over (
        partition by quote_id
        order by try_cast(deal_id as bigint) asc, deal_id asc
    ) = 1
),

map_crm_hubspot__quoted_deals as (
    -- HubSpot counts deals and quotes apart. A quote takes from its deal what its lines leave open.
    select
        'crm_hubspot:quotes/' || quotes.quote_id as quote_id,
        quotes.quote_id as deal_id,
        'crm_hubspot:quotes/' || quotes.quote_id as opportunity_id,
        coalesce(deals.opportunity_id, 'crm_hubspot:none') as quoted_opportunity_id,
        quotes.status,
        -- Priced in a unit of account that HubSpot has no currency for, as its deal is.
        coalesce(
            nullif(deals.currency, deals.deal_currency),
            quotes.currency,
            deals.currency,
            declared.currency,
            run_settings.reporting_currency
        ) as currency,
        -- An offer lapses while its deal is not won.
        coalesce(
            {{ crm_day('quotes.expiration') }}
            < if(deals.is_won, deals.close_date, run_settings.as_of_date),
            false
        ) as is_expired,
        coalesce(deals.is_won, false) as is_won,
        deals.close_date,
        deals.start_date,
        deals.end_date,
        deals.month_count,
        deals.billing_period,
        quotes.source_record
    from stg_crm_hubspot__quote as quotes
    cross join declared
    cross join run_settings
    left join links on quotes.quote_id = links.quote_id
    left join map_crm_hubspot__sold_deals as deals on links.deal_id = deals.deal_id
)

select * from map_crm_hubspot__quoted_deals
