with stg_crm_salesforce__opportunity_line_item as (
    select * from {{ ref('stg_crm_salesforce__opportunity_line_item') }}
),

stg_crm_salesforce__product_2 as (
    select * from {{ ref('stg_crm_salesforce__product_2') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

declared as (
    {{ crm_declared('stg_crm_salesforce__declared_options') }}
),

named as (
    select
        lines.*,
        lines.opportunity_id as deal_id,
        lines.line_id as line_item_id,
        coalesce(lines.description, products.name) as name
    from stg_crm_salesforce__opportunity_line_item as lines
    left join stg_crm_salesforce__product_2 as products on lines.product_id = products.product_id
),

priced as (
    -- Salesforce does not say what time a price is for: a field of the company's own may, else the
    -- amount does, which is the sum of these prices. One line a month is charged once.
    select
        named.*,
        declared.line_fields['price_period'] is not null as is_price_in_field,
        {{ crm_instalment('named.name') }} is not null as is_instalment,
        declared.amount_meaning
    from named
    cross join declared
),

items as (
    select
        * exclude (opportunity_id, line_id, description, month_count, service_date),
        case
            when is_price_in_field then declared_price_period
            when not is_instalment then amount_meaning
        end as frequency,
        is_price_in_field or is_instalment or amount_meaning is not null as is_price_told,
        null::varchar as term,
        null::varchar as payment_count,
        month_count::varchar as term_months,
        service_date::varchar as billing_start,
        null::varchar as billing_end
    from priced
),

map_crm_salesforce__sold_items as (
    {{ crm_sold_items(
        'items',
        ref('map_crm_salesforce__sold_deals'),
        ref('stg_crm_salesforce__declared_options'),
        salesforce_fields()
    ) }}
)

select * from map_crm_salesforce__sold_items
