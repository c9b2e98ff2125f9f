with int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
),

int_invoice_balances as (
    select
        invoice_id,
        document_type,
        case when document_type = 'credit_note' then 0 else paid_amount end as collected_amount
    from {{ ref('int_invoice_balances') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

summed as (
    -- What a document bills of each contract line and period; what it bills of none stands once.
    select
        int_invoice_line_attribution.invoice_id,
        coalesce(int_invoice_line_attribution.contract_line_id, '') as contract_line_id,
        coalesce(int_invoice_line_attribution.billing_period_start, {{ never() }})
            as billing_period_start,
        int_invoice_balances.document_type,
        int_invoice_balances.collected_amount as document_collected_amount,
        int_invoice_line_attribution.currency,
        currencies.minor_units,
        int_invoice_line_attribution.issue_date,
        sum(int_invoice_line_attribution.attributed_amount) as attributed_amount
    from int_invoice_line_attribution
    inner join int_invoice_balances
        on int_invoice_line_attribution.invoice_id = int_invoice_balances.invoice_id
    inner join currencies on int_invoice_line_attribution.currency = currencies.currency
    group by all
),

pieces as (
    -- A piece that lowers its own document, such as a discount line, collects nothing.
    select
        *,
        greatest(attributed_amount, 0) as collected_weight
    from summed
),

{{ shared_amounts(
    'pieces', 'invoice_id', 'document_collected_amount', 'collected_weight', 'minor_units'
) }},

int_lineage__pieces as (
    select
        invoice_id,
        nullif(contract_line_id, '') as contract_line_id,
        nullif(billing_period_start, {{ never() }}) as billing_period_start,
        document_type,
        attributed_amount::decimal(18, 4) as attributed_amount,
        shared_amount::decimal(18, 4) as collected_amount,
        currency,
        issue_date
    from shared
)

select * from int_lineage__pieces
