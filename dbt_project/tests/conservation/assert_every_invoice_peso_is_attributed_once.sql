-- Fails if the parts of an invoice line do not sum to it: money would be billed twice or nowhere.
with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

parts as (
    select
        invoice_line_id,
        sum(attributed_amount) as attributed_amount
    from {{ ref('int_invoice_line_attribution') }}
    group by invoice_line_id
)

select
    int_invoicing__lines.invoice_line_id,
    int_invoicing__lines.net_amount,
    parts.attributed_amount
from int_invoicing__lines
left join parts on int_invoicing__lines.invoice_line_id = parts.invoice_line_id
where int_invoicing__lines.net_amount is distinct from parts.attributed_amount
