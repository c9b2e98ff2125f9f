with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_invoicing__links as (
    select * from {{ ref('int_invoicing__links') }}
),

int_invoicing__allocated as (
    select * from {{ ref('int_invoicing__allocated') }}
),

int_invoicing__credited as (
    select * from {{ ref('int_invoicing__credited') }}
),

placed as (
    select
        *,
        'own' as placed_by
    from int_invoicing__allocated
    union all by name
    select
        *,
        'related_document' as placed_by
    from int_invoicing__credited
),

links as (
    select * from int_invoicing__links
    where not is_tie
),

ties as (
    select distinct invoice_line_id
    from int_invoicing__links
    where is_tie
),

int_invoice_line_attribution as (
    select
        int_invoicing__lines.invoice_line_id,
        int_invoicing__lines.invoice_id,
        coalesce(placed.contract_line_id, links.contract_line_id) as contract_line_id,
        case
            when placed.placed_by = 'related_document' then 'related_document'
            when links.attribution_rule is not null then links.attribution_rule
            when ties.invoice_line_id is not null then 'ambiguous'
            else 'none'
        end as attribution_rule,
        case
            when placed.contract_line_id is null and links.contract_line_id is null then 'none'
            else coalesce(placed.period_rule, 'none')
        end as period_rule,
        coalesce(placed.attributed_amount, int_invoicing__lines.net_amount) as attributed_amount,
        int_invoicing__lines.currency,
        case
            when placed.period_rule = 'issue_date' then least(links.confidence, 0.85)
            when placed.period_rule = 'amount' then least(links.confidence, 0.90)
            when placed.placed_by = 'related_document' then coalesce(links.confidence, 0.95)
            else coalesce(links.confidence, 0)
        end::decimal(3, 2) as confidence,
        placed.billing_period_start,
        int_invoicing__lines.issue_date
    from int_invoicing__lines
    left join placed on int_invoicing__lines.invoice_line_id = placed.invoice_line_id
    left join links on int_invoicing__lines.invoice_line_id = links.invoice_line_id
    left join ties on int_invoicing__lines.invoice_line_id = ties.invoice_line_id
)

select * from int_invoice_line_attribution
