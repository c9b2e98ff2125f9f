with stg_erp_einvoices__documents as (
    select * from {{ ref('stg_erp_einvoices__documents') }} as documents
    where {{ is_einvoice_of_ours('documents') }}
),

stg_erp_einvoices__document_lines as (
    select * from {{ ref('stg_erp_einvoices__document_lines') }}
    where is_counted
),

stg_erp_einvoices__document_adjustments as (
    select * from {{ ref('stg_erp_einvoices__document_adjustments') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

allowances as (
    select
        document_id,
        -sum(amount)::decimal(18, 4) as allowance_amount
    from stg_erp_einvoices__document_adjustments
    where not is_charge
    group by document_id
),

printed as (
    select
        lines.*,
        documents.period_start as document_period_start,
        documents.period_end as document_period_end,
        {{ einvoice_sign('documents') }} as sign,
        currencies.minor_units,
        coalesce(allowances.allowance_amount, 0)::decimal(18, 4) as allowance_amount
    from stg_erp_einvoices__document_lines as lines
    inner join stg_erp_einvoices__documents as documents
        on lines.document_id = documents.document_id
    inner join currencies on documents.currency = currencies.currency
    left join allowances on documents.document_id = allowances.document_id
    where not documents.is_priced_gross
),

-- A discount on the whole is a discount on each of its lines.
{{ shared_amounts(
    'printed', 'document_id', 'allowance_amount', 'net_amount', 'minor_units', 'item_number'
) }},

priced as (
    select
        document_id,
        item_number::varchar as line_key,
        item_code as product_id,
        description,
        quantity,
        unit_price,
        sign * (net_amount + shared_amount) as net_amount,
        tax_rate,
        coalesce(period_start, document_period_start) as period_start,
        coalesce(period_end, document_period_end) as period_end,
        source_file
    from shared
),

charges as (
    select
        charges.document_id,
        'charge-' || charges.item_number as line_key,
        null::varchar as product_id,
        charges.reason as description,
        null::decimal(18, 8) as quantity,
        null::decimal(18, 8) as unit_price,
        {{ einvoice_sign('documents') }} * charges.amount as net_amount,
        charges.tax_rate,
        documents.period_start,
        documents.period_end,
        charges.source_file
    from stg_erp_einvoices__document_adjustments as charges
    inner join stg_erp_einvoices__documents as documents
        on charges.document_id = documents.document_id
    where charges.is_charge and not documents.is_priced_gross
),

stacked as (
    select * from priced
    union all by name
    select * from charges
),

map_erp_einvoices__invoice_lines as (
    -- Lines priced with their tax tell no net: such a document counts as one line of its own.
    select
        'erp_einvoices:' || document_id || '/' || line_key as invoice_line_id,
        'erp_einvoices:' || document_id as invoice_id,
        product_id,
        description,
        quantity,
        unit_price,
        net_amount::decimal(18, 4) as net_amount,
        tax_rate,
        period_start,
        period_end,
        {{ source_record('source_file', 'line_key') }} as source_record
    from stacked
)

select * from map_erp_einvoices__invoice_lines
