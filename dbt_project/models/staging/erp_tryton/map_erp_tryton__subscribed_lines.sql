with stg_erp_tryton__sale_subscription as (
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

category_taxes as (
    select
        categories.category_id,
        tax_rates.company_id,
        sum(tax_rates.tax_rate)::decimal(28, 16) as tax_rate
    from stg_erp_tryton__product_category as categories
    cross join unnest({{ listed_ids('categories.tax_ids') }}) as taxes (tax_id)
    inner join tax_rates on taxes.tax_id = tax_rates.tax_id
    group by categories.category_id, tax_rates.company_id
),

map_erp_tryton__subscribed_lines as (
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
)

select * from map_erp_tryton__subscribed_lines
