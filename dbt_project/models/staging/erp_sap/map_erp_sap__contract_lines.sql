with stg_erp_sap__sales_order_items as (
    select * from {{ ref('stg_erp_sap__sales_order_items') }}
),

stg_erp_sap__outbound_delivery_items as (
    select * from {{ ref('stg_erp_sap__outbound_delivery_items') }}
),

stg_erp_sap__outbound_delivery_headers as (
    select * from {{ ref('stg_erp_sap__outbound_delivery_headers') }}
),

stg_erp_sap__product_descriptions as (
    select * from {{ ref('stg_erp_sap__product_descriptions') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

delivered as (
    -- Goods are owed for from the day they left. Most deliveries state no such day, and one whose
    -- goods issue was reversed states it no more: then the day the delivery was made stands in.
    select
        items.reference_document as sales_order,
        items.reference_item as sales_order_item,
        case
            when count(distinct items.delivered_quantity_unit) = 1
                then min(items.delivered_quantity_unit)
        end as delivered_quantity_unit,
        sum(items.delivered_quantity) as delivered_quantity,
        min(coalesce(headers.goods_issued_on, headers.created_on)) as first_delivered_on
    from stg_erp_sap__outbound_delivery_items as items
    inner join stg_erp_sap__outbound_delivery_headers as headers
        on items.delivery_document = headers.delivery_document
    group by items.reference_document, items.reference_item
),

descriptions as (
    select
        product,
        product_description
    from stg_erp_sap__product_descriptions
    qualify row_number() over (partition by product order by language != 'EN', language) = 1
),

map_erp_sap__contract_lines as (
    -- What was never delivered has no day on which it is due, and so no line: a rejected item among
    -- them. Rejection stops what is still to come; what was delivered before is owed.
    select
        'erp_sap:' || items.sales_order || '/' || items.sales_order_item as contract_line_id,
        'erp_sap:' || items.sales_order as contract_id,
        'erp_sap:' || items.material as product_id,
        descriptions.product_description as description,
        'one_time' as charge_model,
        -- The item's net amount is what is agreed. A unit price divided out of it would not always
        -- multiply back: 100.00 for 3 pieces.
        1 as quantity,
        case
            when
                items.requested_quantity > 0
                and items.requested_quantity != delivered.delivered_quantity
                and items.requested_quantity_unit = delivered.delivered_quantity_unit
                then {{ fraction_to_amount(
                    whole('items.net_amount', 4) ~ ' * ' ~ whole('delivered.delivered_quantity', 3),
                    '10000::hugeint * ' ~ whole('items.requested_quantity', 3),
                    'currencies.minor_units'
                ) }}
            else items.net_amount
        end::decimal(18, 8) as unit_price,
        'in_advance' as billing_timing,
        'start' as billing_anchor,
        delivered.first_delivered_on as start_date,
        items.source_record
    from stg_erp_sap__sales_order_items as items
    inner join delivered
        on
            items.sales_order = delivered.sales_order
            and items.sales_order_item = delivered.sales_order_item
    inner join currencies on items.currency = currencies.currency
    left join descriptions on items.material = descriptions.product
)

select * from map_erp_sap__contract_lines
