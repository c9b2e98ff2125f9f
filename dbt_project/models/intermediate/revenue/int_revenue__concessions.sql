with int_revenue__pieces as (
    select * from {{ ref('int_revenue__pieces') }}
),

int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
    where period_rule not in ('after_end', 'before_start')
),

int_invoicing__schedule as (
    select * from {{ ref('int_invoicing__schedule') }}
),

expected as (
    select
        contract_line_id,
        billing_period_start,
        sum(invoice_net_amount) as due_amount
    from int_invoicing__schedule
    where is_due
    group by contract_line_id, billing_period_start
),

earnable as (
    select
        contract_line_id,
        billing_period_start,
        sum(invoice_net_amount) as whole_amount,
        any_value(invoice_minor_units) as minor_units
    from int_revenue__pieces
    group by contract_line_id, billing_period_start
    -- Of a period with an amount unknown nobody knows what was given away.
    having bool_and(invoice_net_amount is not null)
),

billed as (
    select
        contract_line_id,
        billing_period_start,
        sum(billed_amount) as billed_amount,
        -sum(billed_amount) filter (where billed_amount < 0) as credited_amount
    from int_invoicing__billed_documents
    group by contract_line_id, billing_period_start
    having bool_and(currency = invoice_currency)
),

conceded as (
    -- IFRS 15.51: what a credit note takes below the agreed price, and nobody bills again, lowers
    -- the price; what it takes off a bill that was too high only sets the bill right.
    select
        billed.contract_line_id,
        billed.billing_period_start,
        earnable.whole_amount,
        earnable.minor_units,
        least(
            greatest(expected.due_amount - billed.billed_amount, 0), billed.credited_amount
        ) as conceded_in_all
    from billed
    inner join expected
        on
            billed.contract_line_id = expected.contract_line_id
            and billed.billing_period_start = expected.billing_period_start
    inner join earnable
        on
            billed.contract_line_id = earnable.contract_line_id
            and billed.billing_period_start = earnable.billing_period_start
    where billed.credited_amount > 0 and earnable.whole_amount > 0
),

notes as (
    select
        documents.contract_line_id,
        documents.billing_period_start,
        documents.invoice_id,
        date_trunc('month', documents.issue_date)::date as revenue_month,
        -documents.billed_amount as credited_amount,
        conceded.whole_amount,
        conceded.minor_units,
        conceded.conceded_in_all,
        documents.invoice_currency as currency,
        documents.document_number,
        -sum(documents.billed_amount) over (
            partition by documents.contract_line_id, documents.billing_period_start
            order by documents.document_number
        ) as credited_to_date
    from int_invoicing__billed_documents as documents
    inner join conceded
        on
            documents.contract_line_id = conceded.contract_line_id
            and documents.billing_period_start = conceded.billing_period_start
    where documents.billed_amount < 0
),

int_revenue__concessions as (
    -- The earliest notes gave the price away, up to what is missing in the end.
    select
        contract_line_id,
        billing_period_start,
        invoice_id,
        revenue_month,
        credited_amount::decimal(18, 4) as credited_amount,
        (
            least(credited_to_date, conceded_in_all)
            - least(credited_to_date - credited_amount, conceded_in_all)
        )::decimal(18, 4) as conceded_amount,
        whole_amount::decimal(18, 4) as whole_amount,
        minor_units,
        currency,
        document_number
    from notes
)

select * from int_revenue__concessions
