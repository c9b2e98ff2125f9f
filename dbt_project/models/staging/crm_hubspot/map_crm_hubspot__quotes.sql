with map_crm_hubspot__sold_deals as (
    select * from {{ ref('map_crm_hubspot__sold_deals') }}
),

map_crm_hubspot__sold_items as (
    select * from {{ ref('map_crm_hubspot__sold_items') }}
),

map_crm_hubspot__lost_deals as (
    select * from {{ ref('map_crm_hubspot__lost_deals') }}
),

map_crm_hubspot__own_quotes as (
    select * from {{ ref('map_crm_hubspot__own_quotes') }}
),

itemised as (
    select
        deals.opportunity_id as quote_id,
        deals.opportunity_id,
        case
            when deals.is_won then 'accepted'
            when lost.opportunity_id is not null then 'rejected'
            else 'sent'
        end as status,
        deals.currency,
        deals.is_won,
        deals.close_date,
        deals.source_record
    from map_crm_hubspot__sold_deals as deals
    left join map_crm_hubspot__lost_deals as lost on deals.opportunity_id = lost.opportunity_id
    semi join map_crm_hubspot__sold_items as items on deals.opportunity_id = items.opportunity_id
),

offers as (
    select * from map_crm_hubspot__own_quotes
    union all by name
    -- The line items of a deal are what was offered, where no quote of it came as far.
    select itemised.*
    from itemised
    anti join map_crm_hubspot__own_quotes as own_quotes
        on
            itemised.opportunity_id = own_quotes.opportunity_id
            and itemised.status = own_quotes.status
),

map_crm_hubspot__quotes as (
    select
        quote_id,
        opportunity_id,
        status,
        currency,
        if(status = 'accepted' and is_won, close_date, null) as accepted_on,
        source_record
    from offers
)

select * from map_crm_hubspot__quotes
