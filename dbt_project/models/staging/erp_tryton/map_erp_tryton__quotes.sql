with stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

map_erp_tryton__quotes as (
    select
        {{ tryton_record('sale.sale', 'sales.sale_id') }} as quote_id,
        {{ tryton_record('sale.opportunity', tryton_origin('sale.opportunity', 'sales.origin')) }}
            as opportunity_id,
        case sales.state
            when 'draft' then 'draft'
            when 'quotation' then 'sent'
            when 'cancelled' then 'rejected'
            else 'accepted'
        end as status,
        currencies.currency,
        case when sales.state in ('confirmed', 'processing', 'done') then sales.sale_date end
            as accepted_on,
        sales.source_record
    from stg_erp_tryton__sale_sale as sales
    inner join stg_erp_tryton__currency_currency as currencies
        on sales.currency_id = currencies.currency_id
    where sales.origin like 'sale.opportunity,%'
)

select * from map_erp_tryton__quotes
