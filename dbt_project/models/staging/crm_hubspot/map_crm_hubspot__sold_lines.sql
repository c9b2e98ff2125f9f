with map_crm_hubspot__sold_amounts as (
    select * from {{ ref('map_crm_hubspot__sold_amounts') }}
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

ended as (
    -- Of an item without an end, one of the same product that starts later takes the place, where
    -- the company sells steps of one price so.
    select
        *,
        case
            when is_recurring
                then coalesce(own_end, {{ after_months('start_date', 'month_count') }}, deal_end)
        end as stated_end,
        case
            when is_recurring
                then min(start_date) over (
                    partition by opportunity_id, product_id, is_recurring
                    order by start_date asc
                    range between interval 1 day following and unbounded following
                )
        end as next_start
    from map_crm_hubspot__sold_items
),

items as (
    select
        ended.opportunity_id,
        ended.line_item_id as line_id,
        true as is_item,
        ended.product_id,
        ended.name as description,
        ended.is_recurring,
        ended.quantity,
        ended.unit_price,
        ended.price_period,
        if(ended.is_recurring, coalesce(ended.declared_rhythm, ended.price_period), null)
            as billing_period,
        ended.start_date,
        coalesce(ended.stated_end, if(declared.is_staggered_a_ramp, ended.next_start - 1, null))
            as end_date,
        ended.discount_percent,
        ended.free_months,
        ended.findings || list_filter([
            case
                when ended.start_date is null
                    then {{ crm_finding('start_date', crm_field('line_fields', 'start')) }}
            end,
            case
                when ended.unit_price is null
                    then {{ crm_finding('unit_price', "'line_item.price'") }}
            end,
            case
                when
                    ended.stated_end is null
                    and ended.next_start is not null
                    and not declared.is_staggered_a_ramp
                    then {{ crm_finding('term_end', "'line_item.hs_recurring_billing_period'") }}
            end
        ], lambda finding: finding is not null) as findings,
        ended.source_record
    from ended
    cross join declared
),

map_crm_hubspot__sold_lines as (
    select * from items
    union all by name
    select * from map_crm_hubspot__sold_amounts
)

select * from map_crm_hubspot__sold_lines
