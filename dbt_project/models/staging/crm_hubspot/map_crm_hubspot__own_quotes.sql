with map_crm_hubspot__quoted_deals as (
    select * from {{ ref('map_crm_hubspot__quoted_deals') }}
),

map_crm_hubspot__lost_deals as (
    select * from {{ ref('map_crm_hubspot__lost_deals') }}
),

answered as (
    -- What the customer or the seller decided, HubSpot says; what was only shown, it does not.
    select
        *,
        case
            when status in ('accepted', 'won') then 'accepted'
            when status in ('rejected', 'declined', 'lost') then 'rejected'
            when status in ('approved', 'approval_not_needed', 'pending_buyer_action') then 'sent'
            else 'draft'
        end as answer
    from map_crm_hubspot__quoted_deals
),

only_shown as (
    -- Of a won deal it was the one that stood open. Of several, which one nobody knows.
    select min(quote_id) filter (where answer = 'sent') as quote_id
    from answered
    where is_won and (answer = 'accepted' or (answer = 'sent' and not is_expired))
    group by quoted_opportunity_id
    having count(*) = 1
),

map_crm_hubspot__own_quotes as (
    select
        quotes.quote_id,
        quotes.quoted_opportunity_id as opportunity_id,
        case
            when only_shown.quote_id is not null then 'accepted'
            when quotes.answer = 'sent' and (lost.opportunity_id is not null or quotes.is_expired)
                then 'rejected'
            else quotes.answer
        end as status,
        quotes.currency,
        quotes.is_won,
        quotes.close_date,
        quotes.source_record
    from answered as quotes
    left join only_shown on quotes.quote_id = only_shown.quote_id
    left join map_crm_hubspot__lost_deals as lost
        on quotes.quoted_opportunity_id = lost.opportunity_id
)

select * from map_crm_hubspot__own_quotes
