with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
    where document_type != 'credit_note'
),

named as (
    select invoice_line_id from {{ ref('int_invoicing__by_contract_line') }}
    union
    select invoice_line_id from {{ ref('int_invoicing__contract_candidates') }}
    union
    select invoice_line_id from {{ ref('int_invoicing__customer_candidates') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

int_terms__lines as (
    select
        contract_line_id,
        contract_id,
        product_id
    from {{ ref('int_terms__lines') }}
),

windows as (
    select * from {{ ref('int_invoicing__bill_windows') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select tolerance_minor_units from {{ ref('run_settings') }}
),

touched as (
    -- Periods in which the right entity issued something to the customer for the same product.
    select distinct
        windows.contract_line_id,
        windows.billing_period_start
    from int_invoicing__lines as lines
    inner join contracts
        on
            lines.customer_id in (contracts.payer_customer_id, contracts.customer_id)
            and lines.legal_entity_id = contracts.legal_entity_id
    inner join int_terms__lines as terms
        on
            contracts.contract_id = terms.contract_id
            and terms.product_id = coalesce(lines.product_id, terms.product_id)
    inner join windows on terms.contract_line_id = windows.contract_line_id
    where
        {{ overlaps(
            'coalesce(lines.printed_start, lines.issue_date)',
            'coalesce(lines.printed_until, lines.issue_date + 1)',
            'case when lines.printed_start is null then windows.window_start'
            ~ ' else windows.billing_period_start end',
            'case when lines.printed_start is null then windows.window_until'
            ~ ' else windows.billing_period_until end'
        ) }}
),

converted as (
    select
        lines.invoice_line_id,
        windows.contract_line_id,
        abs(lines.net_amount - case
            when lines.currency = contracts.invoice_currency then windows.invoice_net_amount
            else {{ round_amount(
                times_rate('windows.invoice_net_amount', 'rates.exchange_rate'),
                'currencies.minor_units'
            ) }}
        end) <= run_settings.tolerance_minor_units
        * {{ one_minor_unit('currencies.minor_units') }} as is_same_amount
    from int_invoicing__lines as lines
    anti join named on lines.invoice_line_id = named.invoice_line_id
    inner join contracts
        on
            lines.customer_id in (contracts.payer_customer_id, contracts.customer_id)
            and lines.legal_entity_id != contracts.legal_entity_id
    inner join int_terms__lines on contracts.contract_id = int_terms__lines.contract_id
    inner join windows
        on
            int_terms__lines.contract_line_id = windows.contract_line_id
            and lines.issue_date >= windows.window_start
            and lines.issue_date < windows.window_until
            and windows.invoice_net_amount > 0
    anti join touched
        on
            windows.contract_line_id = touched.contract_line_id
            and windows.billing_period_start = touched.billing_period_start
    inner join currencies on lines.currency = currencies.currency
    left join daily_exchange_rates as rates
        on
            contracts.invoice_currency = rates.from_currency
            and lines.currency = rates.to_currency
            and lines.issue_date = rates.rate_on
    cross join run_settings
    where lines.document_type = 'invoice' and lines.printed_start is null
),

int_invoicing__sister_candidates as (
    -- Another legal entity invoiced the customer, in the one period that the right one left out,
    -- for just what was due at the rate of the day: chance does not do that.
    select
        invoice_line_id,
        contract_line_id,
        'sister_amount' as attribution_rule,
        0.80::decimal(3, 2) as confidence,
        false as is_same_product
    from converted
    where is_same_amount
)

select * from int_invoicing__sister_candidates
