with stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

stg_erp_tryton__sale_line as (
    select * from {{ ref('stg_erp_tryton__sale_line') }}
),

stg_erp_tryton__account_tax as (
    select * from {{ ref('stg_erp_tryton__account_tax') }}
),

tax_rates as (
    {{ tryton_tax_rates() }}
),

sale_taxes as (
    select
        lines.sale_line_id,
        sum(tax_rates.tax_rate)::decimal(28, 16) as tax_rate
    from stg_erp_tryton__sale_line as lines
    cross join unnest({{ listed_ids('lines.tax_ids') }}) as taxes (tax_id)
    left join tax_rates on taxes.tax_id = tax_rates.tax_id
    group by lines.sale_line_id
    having count(*) = count(tax_rates.tax_id)
),

map_erp_tryton__sold_lines as (
    -- What is invoiced by hand or when it is shipped has no day on which it is due.
    select
        {{ tryton_record('sale.line', 'lines.sale_line_id') }} as contract_line_id,
        {{ tryton_record('sale.sale', 'lines.sale_id') }} as contract_id,
        lines.product_id,
        lines.description,
        'one_time' as charge_model,
        lines.quantity,
        lines.unit_price,
        'in_advance' as billing_timing,
        sales.sale_date as start_date,
        sale_taxes.tax_rate,
        case
            when sales.origin like 'sale.opportunity,%'
                then {{ tryton_record('sale.line', 'lines.sale_line_id') }}
        end as quote_line_id,
        lines.source_record
    from stg_erp_tryton__sale_line as lines
    inner join stg_erp_tryton__sale_sale as sales on lines.sale_id = sales.sale_id
    left join sale_taxes on lines.sale_line_id = sale_taxes.sale_line_id
    where
        lines.line_type = 'line'
        and sales.invoice_method = 'order'
        and sales.state in ('confirmed', 'processing', 'done')
        and sales.sale_date is not null
)

select * from map_erp_tryton__sold_lines
