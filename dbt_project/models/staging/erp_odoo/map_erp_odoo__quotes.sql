with stg_erp_odoo__sale_order as (
    select * from {{ ref('stg_erp_odoo__sale_order') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

map_erp_odoo__quotes as (
    select
        {{ odoo_record('sale.order', 'orders.order_id') }} as quote_id,
        {{ odoo_record('crm.lead', 'orders.opportunity_id') }} as opportunity_id,
        case orders.state
            when 'draft' then 'draft'
            when 'sent' then 'sent'
            when 'cancel' then 'rejected'
            else 'accepted'
        end as status,
        currencies.currency,
        -- The day of an order is that of its confirmation.
        case when orders.state in ('sale', 'done') then orders.ordered_on end as accepted_on,
        orders.source_record
    from stg_erp_odoo__sale_order as orders
    inner join stg_erp_odoo__res_currency as currencies
        on orders.currency_id = currencies.currency_id
    where orders.opportunity_id is not null
)

select * from map_erp_odoo__quotes
