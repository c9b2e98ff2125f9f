with map_crm_salesforce__ordered_lines as (
    select * from {{ ref('map_crm_salesforce__ordered_lines') }}
),

stg_crm_salesforce__order as (
    select * from {{ ref('stg_crm_salesforce__order') }}
    where is_reduction
),

stg_crm_salesforce__order_item as (
    select * from {{ ref('stg_crm_salesforce__order_item') }}
),

reductions as (
    select
        items.order_item_id,
        'crm_salesforce:' || items.original_order_item_id as contract_line_id,
        abs(items.quantity) as quantity,
        coalesce(items.start_date, orders.start_date) as effective_date,
        coalesce(orders.authorised_on, orders.activated_on, orders.start_date) as signed_on,
        items.source_record
    from stg_crm_salesforce__order_item as items
    inner join stg_crm_salesforce__order as orders on items.order_id = orders.order_id
),

map_crm_salesforce__amendments as (
    -- What is left of an item after this order of reduction and those before it.
    select
        'crm_salesforce:' || reductions.order_item_id as amendment_id,
        ordered.contract_id,
        reductions.contract_line_id,
        'quantity' as kind,
        reductions.effective_date,
        reductions.signed_on,
        (
            ordered.quantity - sum(reductions.quantity) over (
                partition by reductions.contract_line_id
                order by reductions.effective_date asc, reductions.order_item_id asc
                rows between unbounded preceding and current row
            )
        )::decimal(18, 8) as quantity,
        null::decimal(18, 8) as unit_price,
        null::date as end_date,
        reductions.source_record
    from reductions
    inner join map_crm_salesforce__ordered_lines as ordered
        on reductions.contract_line_id = ordered.contract_line_id
)

select * from map_crm_salesforce__amendments
