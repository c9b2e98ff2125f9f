with int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
    where contract_line_id is not null
),

int_billing__lines as (
    select
        contract_line_id,
        invoice_currency
    from {{ ref('int_billing__lines') }}
    where unpriced_reason is null
),

currencies as (
    select * from {{ ref('currencies') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

documents as (
    select
        int_invoice_line_attribution.contract_line_id,
        int_invoice_line_attribution.attributed_amount,
        int_invoice_line_attribution.currency,
        int_billing__lines.invoice_currency,
        int_invoice_line_attribution.issue_date
    from int_invoice_line_attribution
    inner join int_billing__lines
        on int_invoice_line_attribution.contract_line_id = int_billing__lines.contract_line_id
),

converted as (
    -- A document in another currency than the contract's is still billing: it counts at the rate
    -- of its own day, at which it will also be released.
    select
        documents.contract_line_id,
        documents.issue_date,
        case
            when documents.currency = documents.invoice_currency then documents.attributed_amount
            else {{ round_amount(
                times_rate('documents.attributed_amount', 'daily_exchange_rates.exchange_rate'),
                'currencies.minor_units'
            ) }}
        end as billed_amount
    from documents
    inner join currencies on documents.invoice_currency = currencies.currency
    left join daily_exchange_rates
        on
            documents.currency = daily_exchange_rates.from_currency
            and documents.invoice_currency = daily_exchange_rates.to_currency
            and documents.issue_date = daily_exchange_rates.rate_on
),

int_revenue__billed as (
    select
        contract_line_id,
        date_trunc('month', issue_date)::date as revenue_month,
        sum(billed_amount)::decimal(18, 4) as billed_amount,
        bool_or(billed_amount is null) as is_rate_missing
    from converted
    group by contract_line_id, revenue_month
)

select * from int_revenue__billed
