with int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
    where period_rule not in ('after_end', 'before_start')
),

in_contract_currency as (
    select
        *,
        case
            when issue_rate > 0 then {{ divided_by_rate('billed_amount', 'issue_rate', 8) }}
        end as contract_amount
    from int_invoicing__billed_documents
),

int_invoicing__billed_periods as (
    select
        contract_line_id,
        billing_period_start,
        sum(billed_amount) as billed_amount,
        sum(billed_amount) filter (where billed_amount < 0) as credited_amount,
        case when bool_and(contract_amount is not null) then sum(contract_amount) end
            as billed_contract_amount,
        count(*) as document_count,
        count(*) filter (where billed_amount > 0) as positive_document_count,
        bool_or(currency != invoice_currency) as is_other_currency,
        min(confidence) as confidence,
        min(issue_date) filter (where billed_amount > 0) as first_billed_on,
        min_by(invoice_id, document_number) filter (where billed_amount > 0) as first_invoice_id,
        coalesce(
            min_by(issue_rate, document_number) filter (where billed_amount > 0),
            min_by(issue_rate, document_number)
        ) as first_issue_rate,
        case when count(*) = 1 then any_value(invoice_id) end as single_invoice_id,
        string_agg(invoice_id, ', ' order by document_number) as invoice_ids
    from in_contract_currency
    group by contract_line_id, billing_period_start
)

select * from int_invoicing__billed_periods
