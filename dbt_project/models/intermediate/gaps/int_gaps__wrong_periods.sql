with int_invoicing__misprinted as (
    select * from {{ ref('int_invoicing__misprinted') }}
),

int_terms__lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('int_terms__lines') }}
),

invoices as (
    select * from {{ ref('invoices') }}
),

int_gaps__wrong_periods as (
    -- CANONICAL 3: a form class carries the document's amount on both sides. Its money counts in
    -- the period that it fits, so no other gap stands for it.
    select
        'wrong_period' as gap_class,
        case
            when misprinted.confidence >= 0.95 and misprinted.is_only_one then 'proved'
            else 'probable'
        end as certainty,
        int_terms__lines.contract_id,
        misprinted.contract_line_id,
        misprinted.invoice_id,
        misprinted.invoice_line_id,
        invoices.customer_id,
        invoices.legal_entity_id,
        misprinted.billing_period_start,
        misprinted.billing_period_end,
        invoices.net_amount as expected_amount,
        invoices.net_amount as actual_amount,
        invoices.currency,
        misprinted.printed_start::varchar as detail,
        misprinted.printed_end::varchar as actual_value,
        misprinted.invoice_id as invoice_ids
    from int_invoicing__misprinted as misprinted
    inner join int_terms__lines
        on misprinted.contract_line_id = int_terms__lines.contract_line_id
    inner join invoices on misprinted.invoice_id = invoices.invoice_id
)

select * from int_gaps__wrong_periods
