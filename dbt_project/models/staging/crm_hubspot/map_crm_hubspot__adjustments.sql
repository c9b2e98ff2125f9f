with map_crm_hubspot__sold_terms as (
    select * from {{ ref('map_crm_hubspot__sold_terms') }}
    where is_read
),

map_crm_hubspot__sold_lines as (
    select * from {{ ref('map_crm_hubspot__sold_lines') }}
),

lines as (
    select lines.*
    from map_crm_hubspot__sold_lines as lines
    semi join map_crm_hubspot__sold_terms as sold on lines.opportunity_id = sold.opportunity_id
),

map_crm_hubspot__adjustments as (
    select
        opportunity_id || '@deal_free' as adjustment_id,
        opportunity_id as contract_id,
        null::varchar as contract_line_id,
        'free' as kind,
        null::decimal(18, 8) as value,
        contract_start as start_date,
        {{ after_months('contract_start', 'free_months') }} as end_date,
        null::varchar as index_code,
        source_record
    from map_crm_hubspot__sold_terms
    where free_months is not null
    union all
    select
        'crm_hubspot:' || line_id || '@free' as adjustment_id,
        opportunity_id as contract_id,
        'crm_hubspot:' || line_id as contract_line_id,
        'free' as kind,
        null as value,
        start_date,
        {{ after_months('start_date', 'free_months') }} as end_date,
        null as index_code,
        source_record
    from lines
    where free_months is not null
    union all
    -- A line of which 100 % is taken off is how months without charge are sold.
    select
        'crm_hubspot:' || line_id || '@discount' as adjustment_id,
        opportunity_id as contract_id,
        'crm_hubspot:' || line_id as contract_line_id,
        'percent_discount' as kind,
        discount_percent as value,
        start_date,
        end_date,
        null as index_code,
        source_record
    from lines
    where discount_percent is not null
    union all
    select
        opportunity_id || '@deal_index' as adjustment_id,
        opportunity_id as contract_id,
        null as contract_line_id,
        'index' as kind,
        null as value,
        contract_start as start_date,
        null as end_date,
        index_code,
        source_record
    from map_crm_hubspot__sold_terms
    where index_code is not null
)

select * from map_crm_hubspot__adjustments
