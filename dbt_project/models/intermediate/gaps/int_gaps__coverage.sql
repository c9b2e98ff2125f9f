with contracts as (
    select * from {{ ref('contracts') }}
),

int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_billing__lines as (
    select * from {{ ref('int_billing__lines') }}
),

int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

unpriced_documents as (
    select
        int_invoice_line_attribution.contract_line_id,
        int_invoice_line_attribution.attributed_amount,
        int_invoice_line_attribution.currency,
        int_invoice_line_attribution.issue_date,
        int_billing__lines.currency as contract_currency
    from int_invoice_line_attribution
    inner join int_billing__lines
        on int_invoice_line_attribution.contract_line_id = int_billing__lines.contract_line_id
    where int_billing__lines.unpriced_reason is not null
),

unpriced_billed as (
    -- What a line without a price should have cost is not known: what was billed on it is.
    select
        unpriced_documents.contract_line_id,
        sum({{ times_rate(
            'unpriced_documents.attributed_amount',
            'case
                when unpriced_documents.currency = unpriced_documents.contract_currency then 1
                else coalesce(daily_exchange_rates.exchange_rate, 0)
            end'
        ) }}) as billed_amount
    from unpriced_documents
    left join daily_exchange_rates
        on
            unpriced_documents.currency = daily_exchange_rates.from_currency
            and unpriced_documents.contract_currency = daily_exchange_rates.to_currency
            and unpriced_documents.issue_date = daily_exchange_rates.rate_on
    group by unpriced_documents.contract_line_id
),

pieces as (
    select
        contract_id,
        net_amount,
        unjudged_reason
    from int_gaps__measured
    union all
    select
        int_billing__lines.contract_id,
        round(coalesce(unpriced_billed.billed_amount, 0), 4)::decimal(18, 4) as net_amount,
        int_billing__lines.unpriced_reason as unjudged_reason
    from int_billing__lines
    left join unpriced_billed
        on int_billing__lines.contract_line_id = unpriced_billed.contract_line_id
    where int_billing__lines.unpriced_reason is not null
),

int_gaps__coverage as (
    select
        contracts.contract_id,
        contracts.legal_entity_id,
        coalesce(sum(pieces.net_amount), 0)::decimal(18, 4) as expected_amount,
        coalesce(sum(pieces.net_amount) filter (where pieces.unjudged_reason is null), 0)
        ::decimal(18, 4) as judged_amount,
        coalesce(sum(pieces.net_amount) filter (where pieces.unjudged_reason is not null), 0)
        ::decimal(18, 4) as unjudged_amount,
        contracts.currency,
        string_agg(distinct pieces.unjudged_reason, ', ' order by pieces.unjudged_reason)
            as reason
    from contracts
    inner join run_settings on contracts.signed_on <= run_settings.as_of_date
    left join pieces on contracts.contract_id = pieces.contract_id
    where contracts.status != 'draft'
    group by contracts.contract_id, contracts.legal_entity_id, contracts.currency
)

select * from int_gaps__coverage
