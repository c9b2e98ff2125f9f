with stg_crm_salesforce__opportunity as (
    select * from {{ ref('stg_crm_salesforce__opportunity') }}
),

stg_crm_salesforce__opportunity_line_item as (
    select * from {{ ref('stg_crm_salesforce__opportunity_line_item') }}
),

stg_crm_salesforce__quote as (
    select * from {{ ref('stg_crm_salesforce__quote') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

corporate as (
    {{ salesforce_currency() }}
),

quoted as (
    -- The quote that an opportunity is synced with is what was sold; without one, what is accepted.
    select
        quotes.quote_id,
        coalesce(quotes.opportunity_id, 'none') as opportunity_id,
        quotes.status,
        coalesce(quotes.currency, opportunities.currency) as currency,
        quotes.source_record,
        if(
            opportunities.is_won and opportunities.synced_quote_id is not null,
            quotes.quote_id = opportunities.synced_quote_id,
            coalesce(quotes.status = 'accepted', false)
        ) as is_accepted,
        coalesce(opportunities.is_closed and not opportunities.is_won, false) as is_lost,
        if(opportunities.is_won, opportunities.closed_on, null) as won_on
    from stg_crm_salesforce__quote as quotes
    left join stg_crm_salesforce__opportunity as opportunities
        on quotes.opportunity_id = opportunities.opportunity_id
),

unquoted as (
    -- The products of an opportunity are what was offered where nobody wrote a quote.
    select
        opportunities.opportunity_id as quote_id,
        opportunities.opportunity_id,
        'presented' as status,
        opportunities.currency,
        opportunities.source_record,
        opportunities.is_won as is_accepted,
        opportunities.is_closed and not opportunities.is_won as is_lost,
        if(opportunities.is_won, opportunities.closed_on, null) as won_on
    from stg_crm_salesforce__opportunity as opportunities
    semi join stg_crm_salesforce__opportunity_line_item as offered
        on opportunities.opportunity_id = offered.opportunity_id
    anti join stg_crm_salesforce__quote as quotes
        on opportunities.opportunity_id = quotes.opportunity_id
),

offers as (
    select * from quoted
    union all by name
    select * from unquoted
),

map_crm_salesforce__quotes as (
    select
        'crm_salesforce:' || offers.quote_id as quote_id,
        'crm_salesforce:' || offers.opportunity_id as opportunity_id,
        case
            when offers.is_accepted then 'accepted'
            when offers.is_lost or offers.status in ('denied', 'rejected') then 'rejected'
            when offers.status in ('draft', 'needs review', 'in review', 'approved') then 'draft'
            else 'sent'
        end as status,
        coalesce(offers.currency, corporate.currency) as currency,
        if(offers.is_accepted, offers.won_on, null) as accepted_on,
        offers.source_record
    from offers
    cross join corporate
)

select * from map_crm_salesforce__quotes
