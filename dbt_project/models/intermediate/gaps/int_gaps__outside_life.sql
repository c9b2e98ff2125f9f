with int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
    where period_rule in ('after_end', 'before_start')
),

int_billing__lines as (
    select * from {{ ref('int_billing__lines') }}
),

int_gaps__outside_life as (
    -- CANONICAL 3: expected is zero; what was credited again is no gap.
    select
        case any_value(int_invoicing__billed_documents.period_rule)
            when 'after_end' then 'billed_after_end'
            else 'billed_before_start'
        end as gap_class,
        case
            when min(int_invoicing__billed_documents.confidence) < 0.95 then 'probable'
            else 'proved'
        end as certainty,
        any_value(int_billing__lines.contract_id) as contract_id,
        int_invoicing__billed_documents.contract_line_id,
        min_by(
            int_invoicing__billed_documents.invoice_id,
            int_invoicing__billed_documents.document_number
        ) as invoice_id,
        any_value(int_billing__lines.legal_entity_id) as legal_entity_id,
        int_invoicing__billed_documents.billing_period_start,
        0::decimal(18, 4) as expected_amount,
        sum(int_invoicing__billed_documents.billed_amount) as actual_amount,
        int_invoicing__billed_documents.currency,
        string_agg(
            int_invoicing__billed_documents.invoice_id, ', '
            order by int_invoicing__billed_documents.document_number
        ) as invoice_ids
    from int_invoicing__billed_documents
    inner join int_billing__lines
        on int_invoicing__billed_documents.contract_line_id = int_billing__lines.contract_line_id
    where int_billing__lines.unpriced_reason is null
    group by
        int_invoicing__billed_documents.contract_line_id,
        int_invoicing__billed_documents.billing_period_start,
        int_invoicing__billed_documents.currency
    having sum(int_invoicing__billed_documents.billed_amount) != 0
)

select * from int_gaps__outside_life
