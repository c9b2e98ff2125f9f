with stg_erp_tryton__account_invoice_line as (
    select * from {{ ref('stg_erp_tryton__account_invoice_line') }}
),

stg_erp_tryton__account_invoice as (
    select * from {{ ref('stg_erp_tryton__account_invoice') }}
),

stg_erp_tryton__account_tax as (
    select * from {{ ref('stg_erp_tryton__account_tax') }}
),

stg_erp_tryton__sale_line as (
    select * from {{ ref('stg_erp_tryton__sale_line') }}
),

stg_erp_tryton__sale_subscription_line as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_line') }}
),

stg_erp_tryton__sale_subscription_line_consumption as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_line_consumption') }}
),

stg_erp_tryton__sale_subscription_recurrence_rule as (
    select * from {{ ref('stg_erp_tryton__sale_subscription_recurrence_rule') }}
),

stg_erp_tryton__project_work as (
    select * from {{ ref('stg_erp_tryton__project_work') }}
),

map_erp_tryton__task_billings as (
    select * from {{ ref('map_erp_tryton__task_billings') }}
    where invoice_line_id is not null
),

tax_rates as (
    {{ tryton_tax_rates() }}
),

recurrences as (
    {{ tryton_recurrences() }}
),

line_taxes as (
    select
        lines.invoice_line_id,
        sum(tax_rates.tax_rate)::decimal(28, 16) as tax_rate
    from stg_erp_tryton__account_invoice_line as lines
    cross join unnest({{ listed_ids('lines.tax_ids') }}) as taxes (tax_id)
    left join tax_rates on taxes.tax_id = tax_rates.tax_id
    group by lines.invoice_line_id
    having count(*) = count(tax_rates.tax_id)
),

progresses as (
    -- A line of a project's invoice has no origin: the task that it billed names the project.
    select
        billings.invoice_line_id,
        min(coalesce(works.parent_work_id, works.work_id)) as project_id
    from map_erp_tryton__task_billings as billings
    inner join stg_erp_tryton__project_work as works on billings.work_id = works.work_id
    group by billings.invoice_line_id
),

consumed as (
    select
        consumptions.invoice_line_id,
        min(consumptions.consumed_on) as period_start,
        max({{ tryton_period_end('consumptions.consumed_on', 'recurrences.recurrence_period') }})
            as period_end
    from stg_erp_tryton__sale_subscription_line_consumption as consumptions
    inner join stg_erp_tryton__sale_subscription_line as lines
        on consumptions.subscription_line_id = lines.subscription_line_id
    inner join recurrences on lines.consumption_recurrence_id = recurrences.recurrence_id
    where consumptions.invoice_line_id is not null
    group by consumptions.invoice_line_id
),

map_erp_tryton__invoice_lines as (
    -- What a credit note takes back was agreed where its original was.
    select
        {{ tryton_record('account.invoice.line', 'lines.invoice_line_id') }} as invoice_line_id,
        {{ tryton_record('account.invoice', 'lines.invoice_id') }} as invoice_id,
        coalesce(
            {{ tryton_record('project.work', 'progresses.project_id') }},
            {{ tryton_record(
                'sale.subscription.line',
                tryton_origin('sale.subscription.line', 'coalesce(originals.origin, lines.origin)')
            ) }},
            {{ tryton_record('sale.line', 'sold.sale_line_id') }}
        ) as contract_line_id,
        {{ tryton_record('product.product', 'lines.product_id') }} as product_id,
        lines.description,
        abs(lines.quantity) as quantity,
        lines.unit_price,
        case when documents.total_amount < 0 then -lines.amount else lines.amount end
            as net_amount,
        if(lines.tax_ids = '[]', 0::decimal(28, 16), line_taxes.tax_rate) as tax_rate,
        coalesce(consumed.period_start, lines.defer_from) as period_start,
        coalesce(consumed.period_end, lines.defer_to) as period_end,
        lines.source_record
    from stg_erp_tryton__account_invoice_line as lines
    inner join stg_erp_tryton__account_invoice as documents
        on lines.invoice_id = documents.invoice_id
    left join stg_erp_tryton__account_invoice_line as originals
        on {{ tryton_origin('account.invoice.line', 'lines.origin') }} = originals.invoice_line_id
    left join progresses
        on coalesce(originals.invoice_line_id, lines.invoice_line_id) = progresses.invoice_line_id
    left join stg_erp_tryton__sale_line as sold
        on
            {{ tryton_origin('sale.line', 'coalesce(originals.origin, lines.origin)') }}
            = sold.sale_line_id
    left join consumed on lines.invoice_line_id = consumed.invoice_line_id
    left join line_taxes on lines.invoice_line_id = line_taxes.invoice_line_id
    where lines.line_type = 'line' and lines.amount is not null
)

select * from map_erp_tryton__invoice_lines
