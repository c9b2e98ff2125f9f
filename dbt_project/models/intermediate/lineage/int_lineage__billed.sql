with int_lineage__documents as (
    select * from {{ ref('int_lineage__documents') }}
    where contract_line_id is not null
),

int_terms__lines as (
    select
        contract_line_id,
        invoice_currency
    from {{ ref('int_terms__lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

documents as (
    select
        int_lineage__documents.*,
        int_terms__lines.invoice_currency,
        run_settings.as_of_date
    from int_lineage__documents
    inner join int_terms__lines
        on int_lineage__documents.contract_line_id = int_terms__lines.contract_line_id
    cross join run_settings
),

{{ rates_of('documents', 'currency', 'invoice_currency', 'issue_date', ref('exchange_rates')) }},

converted as (
    -- A document in another currency than the contract's counts at the rate of its own day.
    select
        documents.contract_line_id,
        documents.billing_period_start,
        documents.document_type,
        documents.invoice_currency,
        {{ round_amount(
            times_rate('documents.attributed_amount', 'coalesce(rates_of_documents.exchange_rate, 1)'),
            'currencies.minor_units'
        ) }} as attributed_amount,
        {{ round_amount(
            times_rate('documents.collected_amount', 'coalesce(rates_of_documents.exchange_rate, 1)'),
            'currencies.minor_units'
        ) }} as collected_amount
    from documents
    inner join currencies on documents.invoice_currency = currencies.currency
    left join rates_of_documents
        on
            documents.currency = rates_of_documents.from_currency
            and documents.invoice_currency = rates_of_documents.to_currency
            and documents.issue_date = rates_of_documents.wanted_on
    -- Without a rate it cannot be added to the others: such a document stands as an orphan.
    where
        documents.currency = documents.invoice_currency
        or rates_of_documents.exchange_rate is not null
),

int_lineage__billed as (
    select
        contract_line_id,
        billing_period_start,
        coalesce(sum(attributed_amount) filter (where document_type != 'credit_note'), 0)
            ::decimal(18, 4) as invoiced_amount,
        coalesce(-sum(attributed_amount) filter (where document_type = 'credit_note'), 0)
            ::decimal(18, 4) as credited_amount,
        coalesce(sum(collected_amount) filter (where document_type != 'credit_note'), 0)
            ::decimal(18, 4) as collected_amount,
        any_value(invoice_currency) as currency
    from converted
    group by contract_line_id, billing_period_start
)

select * from int_lineage__billed
