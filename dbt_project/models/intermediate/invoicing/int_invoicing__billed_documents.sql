with int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
    where billing_period_start is not null
),

invoices as (
    select * from {{ ref('invoices') }}
),

int_terms__lines as (
    select
        contract_line_id,
        currency,
        invoice_currency
    from {{ ref('int_terms__lines') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

documents as (
    select
        int_invoice_line_attribution.contract_line_id,
        int_invoice_line_attribution.billing_period_start,
        int_invoice_line_attribution.invoice_id,
        invoices.issue_date,
        any_value(int_invoice_line_attribution.period_rule) as period_rule,
        min(int_invoice_line_attribution.confidence) as confidence,
        sum(int_invoice_line_attribution.attributed_amount) as billed_amount,
        any_value(invoices.currency) as currency,
        any_value(int_terms__lines.currency) as contract_currency,
        any_value(int_terms__lines.invoice_currency) as invoice_currency,
        any_value(run_settings.as_of_date) as as_of_date
    from int_invoice_line_attribution
    inner join invoices on int_invoice_line_attribution.invoice_id = invoices.invoice_id
    inner join int_terms__lines
        on int_invoice_line_attribution.contract_line_id = int_terms__lines.contract_line_id
    cross join run_settings
    group by
        int_invoice_line_attribution.contract_line_id,
        int_invoice_line_attribution.billing_period_start,
        int_invoice_line_attribution.invoice_id,
        invoices.issue_date
),

{{ rates_of(
    'documents', 'contract_currency', 'invoice_currency', 'issue_date', ref('exchange_rates')
) }},

int_invoicing__billed_documents as (
    select
        documents.* exclude (as_of_date),
        case
            when documents.contract_currency = documents.invoice_currency then 1
            else rates_of_documents.exchange_rate
        end::decimal(28, 16) as issue_rate,
        row_number() over (
            partition by documents.contract_line_id, documents.billing_period_start
            order by documents.issue_date, documents.invoice_id
        ) as document_number
    from documents
    left join rates_of_documents
        on
            documents.contract_currency = rates_of_documents.from_currency
            and documents.invoice_currency = rates_of_documents.to_currency
            and documents.issue_date = rates_of_documents.wanted_on
)

select * from int_invoicing__billed_documents
