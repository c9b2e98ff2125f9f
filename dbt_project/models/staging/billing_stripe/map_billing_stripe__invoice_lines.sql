with stg_billing_stripe__invoice as (
    select * from {{ ref('stg_billing_stripe__invoice') }}
),

stg_billing_stripe__credit_note as (
    select * from {{ ref('stg_billing_stripe__credit_note') }}
),

stg_billing_stripe__invoice_line_item as (
    select * from {{ ref('stg_billing_stripe__invoice_line_item') }}
),

stg_billing_stripe__credit_note_line_item as (
    select * from {{ ref('stg_billing_stripe__credit_note_line_item') }}
),

stg_billing_stripe__subscription_item as (
    select * from {{ ref('stg_billing_stripe__subscription_item') }}
),

stg_billing_stripe__plan as (
    select * from {{ ref('stg_billing_stripe__plan') }}
),

stg_billing_stripe__price as (
    select * from {{ ref('stg_billing_stripe__price') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

documents as (
    {{ stripe_documents() }}
),

prices as (
    {{ stripe_prices() }}
),

lines as (
    select
        invoice_lines.invoice_id || '@' || invoice_lines.line_id as line_id,
        invoice_lines.invoice_id as document_id,
        items.item_id,
        prices.product_id,
        invoice_lines.description,
        invoice_lines.quantity,
        invoice_lines.unit_amount,
        invoice_lines.amount,
        invoice_lines.currency,
        invoice_lines.period_start,
        invoice_lines.period_end,
        invoice_lines.source_record
    from stg_billing_stripe__invoice_line_item as invoice_lines
    left join stg_billing_stripe__subscription_item as items
        on invoice_lines.subscription_item_id = items.item_id
    left join prices on coalesce(invoice_lines.price_id, items.price_id) = prices.price_id
    union all by name
    select
        credit_note_id || '@' || line_id as line_id,
        credit_note_id as document_id,
        description,
        amount,
        source_record
    from stg_billing_stripe__credit_note_line_item
    union all by name
    -- Lines are stated before discounts: what was taken off the whole is a line of its own.
    select
        document_id || '@discount' as line_id,
        document_id,
        'discount' as description,
        net - lines_total as amount,
        source_record
    from documents
    where net != lines_total
),

map_billing_stripe__invoice_lines as (
    select
        'billing_stripe:' || lines.line_id as invoice_line_id,
        'billing_stripe:' || lines.document_id as invoice_id,
        'billing_stripe:' || lines.item_id as contract_line_id,
        'billing_stripe:' || lines.product_id as product_id,
        lines.description,
        lines.quantity,
        {{ stripe_price('lines.unit_amount', 'currencies.currency', 'currencies.minor_units') }}
            as unit_price,
        {{ stripe_amount(
            'lines.amount * coalesce(documents.sign, 1)',
            'currencies.currency',
            'currencies.minor_units'
        ) }} as net_amount,
        lines.period_start,
        lines.period_end,
        lines.source_record
    from lines
    -- A line may stand without its document, but not without a currency.
    left join documents on lines.document_id = documents.document_id
    inner join currencies on coalesce(lines.currency, documents.currency) = currencies.currency
)

select * from map_billing_stripe__invoice_lines
