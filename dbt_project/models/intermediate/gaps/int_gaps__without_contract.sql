with int_invoicing__live_documents as (
    select * from {{ ref('int_invoicing__live_documents') }}
),

int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
),

contracts as (
    select contract_id from {{ ref('contracts') }}
),

lines as (
    select
        invoice_id,
        count(*) as line_count,
        count(*) filter (where attribution_rule = 'none') as unlinked_count,
        sum(attributed_amount) filter (where attribution_rule = 'none') as unlinked_amount,
        any_value(invoice_line_id) filter (where attribution_rule = 'none') as invoice_line_id
    from int_invoice_line_attribution
    group by invoice_id
),

int_gaps__without_contract as (
    -- CANONICAL 3: zero against the document's net; where only some of its lines belong to no
    -- contract, against the net of those.
    select
        'invoice_without_contract' as gap_class,
        case when contracts.contract_id is null then 'proved' else 'review' end as certainty,
        contracts.contract_id,
        int_invoicing__live_documents.invoice_id,
        case when lines.unlinked_count = 1 then lines.invoice_line_id end as invoice_line_id,
        int_invoicing__live_documents.customer_id,
        int_invoicing__live_documents.legal_entity_id,
        0::decimal(18, 4) as expected_amount,
        case
            when lines.unlinked_count = lines.line_count
                then int_invoicing__live_documents.net_amount
            else lines.unlinked_amount
        end as actual_amount,
        int_invoicing__live_documents.currency,
        int_invoicing__live_documents.invoice_id as invoice_ids
    from lines
    inner join int_invoicing__live_documents
        on lines.invoice_id = int_invoicing__live_documents.invoice_id
    left join contracts on int_invoicing__live_documents.contract_id = contracts.contract_id
    where lines.unlinked_count > 0
)

select * from int_gaps__without_contract
