with stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

stg_erp_tryton__sale_line as (
    select * from {{ ref('stg_erp_tryton__sale_line') }}
),

stg_erp_tryton__sale_subscription as (
    select * from {{ ref('stg_erp_tryton__sale_subscription') }}
),

stg_erp_tryton__sale_subscription_line as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_line') }}
),

stg_erp_tryton__sale_subscription_service as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_service') }}
),

stg_erp_tryton__sale_subscription_recurrence_rule as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_recurrence_rule') }}
),

stg_erp_tryton__project_work as (
    select * from {{ ref('stg_erp_tryton__project_work') }}
),

stg_erp_tryton__party_party as (
    select * from {{ ref('stg_erp_tryton__party_party') }}
),

stg_erp_tryton__product_product as (
    select * from {{ ref('stg_erp_tryton__product_product') }}
),

stg_erp_tryton__product_category as (
    select * from {{ ref('stg_erp_tryton__product_category') }}
),

stg_erp_tryton__account_tax as (
    select * from {{ ref('stg_erp_tryton__account_tax') }}
),

tax_rates as (
    {{ tryton_tax_rates() }}
),

recurrences as (
    {{ tryton_recurrences() }}
),

project_sales as (
    {{ tryton_project_sales() }}
),

sale_taxes as (
    select
        lines.sale_line_id,
        sum(tax_rates.tax_rate)::decimal(28, 16) as tax_rate
    from stg_erp_tryton__sale_line as lines
    cross join unnest({{ tryton_ids('lines.tax_ids') }}) as taxes (tax_id)
    inner join tax_rates on taxes.tax_id = tax_rates.tax_id
    group by lines.sale_line_id
),

category_taxes as (
    select
        categories.category_id,
        tax_rates.company_id,
        sum(tax_rates.tax_rate)::decimal(28, 16) as tax_rate
    from stg_erp_tryton__product_category as categories
    cross join unnest({{ tryton_ids('categories.tax_ids') }}) as taxes (tax_id)
    inner join tax_rates on taxes.tax_id = tax_rates.tax_id
    group by categories.category_id, tax_rates.company_id
),

sold as (
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
),

subscribed as (
    -- A line that nothing consumes by itself is billed by hand at the subscription's rhythm.
    select
        {{ tryton_record('sale.subscription.line', 'lines.subscription_line_id') }}
            as contract_line_id,
        {{ tryton_record('sale.subscription', 'lines.subscription_id') }} as contract_id,
        services.product_id,
        lines.description,
        'per_unit' as charge_model,
        lines.quantity,
        lines.unit_price,
        coalesce(consumed.recurrence_period, invoiced.recurrence_period) as price_period,
        invoiced.recurrence_period as billing_period,
        case
            when
                lines.consumption_delay_seconds > 0
                or consumed.recurrence_period != invoiced.recurrence_period
                then 'in_arrears'
            else 'in_advance'
        end as billing_timing,
        -- Each consumption is charged in full.
        'full' as proration,
        lines.start_date,
        lines.end_date,
        case when not payers.has_tax_rule then category_taxes.tax_rate end as tax_rate,
        lines.source_record
    from stg_erp_tryton__sale_subscription_line as lines
    inner join stg_erp_tryton__sale_subscription as subscriptions
        on lines.subscription_id = subscriptions.subscription_id
    inner join stg_erp_tryton__sale_subscription_service as services
        on lines.service_id = services.service_id
    left join recurrences as invoiced
        on subscriptions.invoice_recurrence_id = invoiced.recurrence_id
    left join recurrences as consumed
        on lines.consumption_recurrence_id = consumed.recurrence_id
    left join stg_erp_tryton__product_product as products
        on services.product_id = products.product_id
    left join category_taxes
        on
            products.category_id = category_taxes.category_id
            and subscriptions.company_id = category_taxes.company_id
    left join stg_erp_tryton__party_party as payers
        on coalesce(subscriptions.invoice_party_id, subscriptions.party_id) = payers.party_id
),

projects as (
    select
        {{ tryton_record('project.work', 'works.work_id') }} as contract_line_id,
        coalesce(
            {{ tryton_record('sale.sale', 'project_sales.sale_id') }},
            {{ tryton_record('project.work', 'works.work_id') }}
        ) as contract_id,
        works.product_id,
        works.name as description,
        'milestone' as charge_model,
        'in_advance' as billing_timing,
        coalesce(project_sales.sale_date, works.changed_at::date) as start_date,
        works.source_record
    from stg_erp_tryton__project_work as works
    left join project_sales on works.work_id = project_sales.work_id
    where works.work_type = 'project' and works.party_id is not null
),

lines as (
    select * from sold
    union all by name
    select * from subscribed
    union all by name
    select * from projects
),

map_erp_tryton__contract_lines as (
    select
        contract_line_id,
        contract_id,
        coalesce({{ tryton_record('product.product', 'product_id') }}, contract_line_id)
            as product_id,
        description,
        charge_model,
        quantity,
        unit_price,
        price_period,
        billing_period,
        billing_timing,
        'start' as billing_anchor,
        proration,
        start_date,
        end_date,
        tax_rate,
        quote_line_id,
        source_record
    from lines
)

select * from map_erp_tryton__contract_lines
