with int_lineage__pieces as (
    select * from {{ ref('int_lineage__pieces') }}
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
        int_lineage__pieces.*,
        int_terms__lines.invoice_currency,
        run_settings.as_of_date
    from int_lineage__pieces
    left join int_terms__lines
        on int_lineage__pieces.contract_line_id = int_terms__lines.contract_line_id
    cross join run_settings
),

{{ rates_of('documents', 'currency', 'invoice_currency', 'issue_date', ref('exchange_rates')) }},

rated as (
    select
        documents.*,
        case
            when documents.currency = documents.invoice_currency then 1
            else rates_of_documents.exchange_rate
        end::decimal(28, 16) as thread_rate
    from documents
    left join rates_of_documents
        on
            documents.currency = rates_of_documents.from_currency
            and documents.invoice_currency = rates_of_documents.to_currency
            and documents.issue_date = rates_of_documents.wanted_on
),

threaded as (
    -- In another currency than the contract's a document counts at the rate of its own day, as in
    -- the revenue schedule; one that no rate converts, or no contract line explains, is an orphan.
    select
        *,
        thread_rate is not null as is_threaded,
        case
            when thread_rate is null then {{ joined_id(["'invoice'", 'invoice_id']) }}
            when billing_period_start is null
                then {{ joined_id(["'contract_line'", 'contract_line_id']) }}
            else {{ joined_id(['contract_line_id', 'billing_period_start']) }}
        end as order_to_cash_id,
        case when thread_rate is null then currency else invoice_currency end as thread_currency
    from rated
),

int_lineage__documents as (
    select
        threaded.invoice_id,
        threaded.order_to_cash_id,
        threaded.contract_line_id,
        threaded.billing_period_start,
        threaded.document_type,
        threaded.is_threaded,
        threaded.attributed_amount,
        threaded.collected_amount,
        threaded.currency,
        {{ round_amount(
            times_rate('threaded.attributed_amount', 'coalesce(threaded.thread_rate, 1)'),
            'currencies.minor_units'
        ) }} as thread_amount,
        {{ round_amount(
            times_rate('threaded.collected_amount', 'coalesce(threaded.thread_rate, 1)'),
            'currencies.minor_units'
        ) }} as thread_collected_amount,
        threaded.thread_currency,
        threaded.issue_date
    from threaded
    inner join currencies on threaded.thread_currency = currencies.currency
)

select * from int_lineage__documents
