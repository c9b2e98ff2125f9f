with source as (
    select * from {{ source('erp_sap', 'sales_order_headers') }}
),

stg_erp_sap__sales_order_headers as (
    select
        sales_order,

        sales_order_type,
        sales_organization,
        distribution_channel,
        organization_division as division,
        sales_group,
        sales_office,
        sold_to_party,
        created_by_user,
        overall_delivery_status as delivery_status,
        overall_ord_reltd_billg_status as order_billing_status,
        overall_sd_doc_reference_status as reference_status,
        header_billing_block_reason,
        delivery_block_reason,
        incoterms_classification,
        incoterms_location1,
        customer_payment_terms as payment_terms,
        total_credit_check_status as credit_check_status,

        total_net_amount::decimal(18, 4) as net_amount,
        transaction_currency as currency,

        creation_date::date as created_on,
        pricing_date::date as priced_on,
        requested_delivery_date::date as requested_on,

        last_change_date_time at time zone 'utc' as last_changed_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__sales_order_headers
