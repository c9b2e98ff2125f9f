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

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
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
        any_value(int_terms__lines.invoice_currency) as invoice_currency
    from int_invoice_line_attribution
    inner join invoices on int_invoice_line_attribution.invoice_id = invoices.invoice_id
    inner join int_terms__lines
        on int_invoice_line_attribution.contract_line_id = int_terms__lines.contract_line_id
    group by
        int_invoice_line_attribution.contract_line_id,
        int_invoice_line_attribution.billing_period_start,
        int_invoice_line_attribution.invoice_id,
        invoices.issue_date
),

int_invoicing__billed_documents as (
    select
        documents.*,
        case
            when documents.contract_currency = documents.invoice_currency then 1
            else daily_exchange_rates.exchange_rate
        end::decimal(28, 16) as issue_rate,
        row_number() over (
            partition by documents.contract_line_id, documents.billing_period_start
            order by documents.issue_date, documents.invoice_id
        ) as document_number
    from documents
    left join daily_exchange_rates
        on
            documents.contract_currency = daily_exchange_rates.from_currency
            and documents.invoice_currency = daily_exchange_rates.to_currency
            and documents.issue_date = daily_exchange_rates.rate_on
)

select * from int_invoicing__billed_documents
