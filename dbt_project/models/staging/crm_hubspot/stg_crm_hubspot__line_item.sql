with source as (
    select * from {{ source('crm_hubspot', 'line_item') }}
),

stg_crm_hubspot__line_item as (
    select
        id as line_item_id,
        coalesce(product_id, property_hs_sku, property_name, id) as product_id,

        property_name as name,

        property_quantity::decimal(18, 8) as quantity,
        -- The discount in money is that of one unit.
        (property_price - coalesce(property_discount, 0))::decimal(18, 8) as unit_price,
        nullif(property_hs_discount_percentage, 0)::decimal(18, 8) as discount_percent,

        property_recurringbillingfrequency as frequency,
        property_hs_recurring_billing_period as term,
        property_hs_recurring_billing_number_of_payments as payment_count,
        property_hs_term_in_months as term_months,
        property_hs_recurring_billing_start_date as billing_start,
        property_hs_recurring_billing_end_date as billing_end,

        declared_start,
        declared_end,
        declared_months,
        declared_billing_period,
        declared_free_months,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_hubspot__line_item
