with map_crm_hubspot__sold_deals as (
    select * from {{ ref('map_crm_hubspot__sold_deals') }}
),

map_crm_hubspot__sold_items as (
    select * from {{ ref('map_crm_hubspot__sold_items') }}
),

stg_crm_hubspot__declared_options as (
    select * from {{ ref('stg_crm_hubspot__declared_options') }}
),

declared as (
    {{ crm_declared('stg_crm_hubspot__declared_options') }}
),

map_crm_hubspot__sold_amounts as (
    -- A deal without items is one line, where the company says what its amount means.
    select
        deals.opportunity_id,
        -- HubSpot counts deals and line items apart: one id may be both.
        deals.deal_id || '@amount' as line_id,
        false as is_item,
        'deal' as product_id,
        null::varchar as description,
        true as is_recurring,
        null::decimal(18, 8) as quantity,
        deals.amount::decimal(18, 8) as unit_price,
        case declared.amount_meaning
            when 'mrr' then 'P1M'
            when 'acv' then 'P1Y'
            when 'tcv' then 'P' || deals.month_count || 'M'
        end as price_period,
        deals.billing_period,
        deals.start_date,
        coalesce(deals.end_date, {{ after_months('deals.start_date', 'deals.month_count') }})
            as end_date,
        null::decimal(18, 8) as discount_percent,
        null::integer as free_months,
        list_filter([
            case
                when declared.amount_meaning is null
                    then {{ crm_finding('contract_lines', "'line_item'") }}
            end,
            case
                when deals.start_date is null
                    then {{ crm_finding('start_date', crm_field('deal_fields', 'start')) }}
            end,
            case
                when deals.billing_period is null
                    then
                        {{ crm_finding(
                            'billing_period', crm_field('deal_fields', 'billing_period')
                        ) }}
            end,
            case
                when deals.amount is null then {{ crm_finding('unit_price', "'deal.amount'") }}
            end,
            case
                when declared.amount_meaning = 'tcv' and deals.month_count is null
                    then {{ crm_finding('term_months', crm_field('deal_fields', 'months')) }}
            end
        ], lambda finding: finding is not null) as findings,
        deals.source_record
    from map_crm_hubspot__sold_deals as deals
    cross join declared
    anti join map_crm_hubspot__sold_items as sold on deals.opportunity_id = sold.opportunity_id
)

select * from map_crm_hubspot__sold_amounts
