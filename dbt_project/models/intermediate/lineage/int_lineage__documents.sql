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

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

documents as (
    select
        int_lineage__pieces.*,
        int_terms__lines.invoice_currency
    from int_lineage__pieces
    left join int_terms__lines
        on int_lineage__pieces.contract_line_id = int_terms__lines.contract_line_id
),

rated as (
    select
        documents.*,
        case
            when documents.currency = documents.invoice_currency then 1
            else daily_exchange_rates.exchange_rate
        end::decimal(28, 16) as thread_rate
    from documents
    left join daily_exchange_rates
        on
            documents.currency = daily_exchange_rates.from_currency
            and documents.invoice_currency = daily_exchange_rates.to_currency
            and documents.issue_date = daily_exchange_rates.rate_on
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
        coalesce(threaded.thread_rate, 1) as thread_rate,
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
