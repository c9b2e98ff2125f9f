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

amounts as (
    -- A deal without items is one line, where the company says what its amount means.
    select
        deals.opportunity_id,
        deals.deal_id as line_id,
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
            {%- for term, role, reading in [
                ('start_date', 'start', 'start_date'),
                ('billing_period', 'billing_period', 'billing_period'),
            ] %}
            case
                when deals.{{ reading }} is null
                    then {{ crm_finding(term, crm_field('deal_fields', role)) }}
            end,
            {%- endfor %}
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
),

map_crm_hubspot__sold_lines as (
    select * from items
    union all by name
    select * from amounts
)

select * from map_crm_hubspot__sold_lines
