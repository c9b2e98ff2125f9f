with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_terms__lines as (
    select contract_line_id from {{ ref('int_terms__lines') }}
),

int_invoicing__by_contract_line as (
    select
        int_invoicing__lines.invoice_line_id,
        int_invoicing__lines.contract_line_id,
        'contract_line' as attribution_rule,
        1.00::decimal(3, 2) as confidence
    from int_invoicing__lines
    inner join int_terms__lines
        on int_invoicing__lines.contract_line_id = int_terms__lines.contract_line_id
)

select * from int_invoicing__by_contract_line
