with map_crm_hubspot__sold_deals as (
    select * from {{ ref('map_crm_hubspot__sold_deals') }}
    where is_won
),

map_crm_hubspot__sold_lines as (
    select * from {{ ref('map_crm_hubspot__sold_lines') }}
),

stg_crm_hubspot__declared_options as (
    select * from {{ ref('stg_crm_hubspot__declared_options') }}
),

declared as (
    {{ crm_declared('stg_crm_hubspot__declared_options') }}
),

lines as (
    select
        opportunity_id,
        bool_or(is_item) as has_items,
        min(start_date) as first_start,
        -- Without an end where a line has none.
        if(
            bool_and(end_date is not null) filter (where is_recurring),
            max(end_date) filter (where is_recurring),
            null
        ) as last_end,
        sum(len(findings)) as finding_count
    from map_crm_hubspot__sold_lines
    group by opportunity_id
),

map_crm_hubspot__sold_terms as (
    -- Won deals, where nothing else holds the contracts: one whose terms are read is a contract.
    select
        deals.*,
        lines.has_items,
        lines.last_end,
        coalesce(deals.start_date, lines.first_start) as contract_start,
        len(deals.findings) + lines.finding_count = 0 as is_read
    from map_crm_hubspot__sold_deals as deals
    inner join declared on declared.is_contract
    inner join lines on deals.opportunity_id = lines.opportunity_id
)

select * from map_crm_hubspot__sold_terms
