with source as (
    select * from {{ source('erp_odoo', 'sale_order') }}
),

stg_erp_odoo__sale_order as (
    select
        id as order_id,
        partner_id,
        coalesce(partner_invoice_id, partner_id) as invoice_partner_id,
        company_id,
        currency_id,
        opportunity_id,
        payment_term_id,
        plan_id,

        name as number,
        client_order_ref,
        state,
        subscription_state,

        date_order::date as ordered_on,
        start_date::date as start_date,
        end_date::date as end_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__sale_order
