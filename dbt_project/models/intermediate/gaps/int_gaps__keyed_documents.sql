with int_invoicing__live_documents as (
    select * from {{ ref('int_invoicing__live_documents') }}
),

int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
),

int_terms__lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('int_terms__lines') }}
),

keyed as (
    select
        int_invoice_line_attribution.invoice_id,
        int_terms__lines.contract_id as keyed_contract_id,
        max(int_invoice_line_attribution.confidence) as confidence
    from int_invoice_line_attribution
    inner join int_terms__lines
        on int_invoice_line_attribution.contract_line_id = int_terms__lines.contract_line_id
    where
        int_invoice_line_attribution.confidence >= 0.85
        or int_invoice_line_attribution.attribution_rule = 'sister_amount'
    group by int_invoice_line_attribution.invoice_id, int_terms__lines.contract_id
),

int_gaps__keyed_documents as (
    -- Only a document that a key ties to its contract can be said to be drawn up wrongly, or one
    -- whose amount tells that the sister drew it up.
    select
        int_invoicing__live_documents.*,
        keyed.keyed_contract_id,
        keyed.confidence
    from keyed
    inner join int_invoicing__live_documents
        on keyed.invoice_id = int_invoicing__live_documents.invoice_id
)

select * from int_gaps__keyed_documents
