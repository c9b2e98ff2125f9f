with contracts as (
    select * from {{ ref('contracts') }}
),

int_billing__lines as (
    select * from {{ ref('int_billing__lines') }}
),

invoices as (
    select * from {{ ref('invoices') }}
),

invoice_lines as (
    select
        invoice_id,
        sum(net_amount) as net_amount
    from {{ ref('invoice_lines') }}
    group by invoice_id
),

currencies as (
    select * from {{ ref('currencies') }}
),

int_parties__conflicts as (
    select * from {{ ref('int_parties__conflicts') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

terms as (
    -- A term that cannot be priced sets its line aside; the gap names the term.
    select
        null::varchar as message_code,
        contract_id,
        contract_line_id,
        null::varchar as invoice_id,
        null::varchar as customer_id,
        legal_entity_id,
        invoice_currency as currency,
        unpriced_reason as detail,
        null::varchar as expected_value,
        null::varchar as actual_value
    from int_billing__lines
    where unpriced_reason is not null
),

cancelled as (
    -- CANONICAL 2, the line's life.
    select
        'cancelled_without_date' as message_code,
        contracts.contract_id,
        contracts.legal_entity_id,
        contracts.invoice_currency as currency
    from contracts
    inner join run_settings on contracts.signed_on <= run_settings.as_of_date
    where contracts.status = 'cancelled' and contracts.cancelled_on is null
),

sums as (
    -- CANONICAL 1: lines that do not sum to their document count all the same.
    select
        'lines_do_not_sum' as message_code,
        invoices.invoice_id,
        invoices.customer_id,
        invoices.legal_entity_id,
        invoices.currency,
        {{ amount_text('invoices.net_amount', 'currencies.minor_units') }} as expected_value,
        {{ amount_text('invoice_lines.net_amount', 'currencies.minor_units') }} as actual_value
    from invoices
    inner join invoice_lines on invoices.invoice_id = invoice_lines.invoice_id
    inner join currencies on invoices.currency = currencies.currency
    where invoices.net_amount != invoice_lines.net_amount
),

parties as (
    -- Keys of one party that name different customers: one finding, however many payers it meets.
    select
        message_code,
        subject_id,
        customer_id,
        any_value(detail) as detail,
        any_value(expected_value) as expected_value,
        string_agg(distinct actual_value, '; ' order by actual_value) as actual_value
    from int_parties__conflicts
    group by message_code, subject_id, customer_id
),

conflicts as (
    select * from terms
    union all by name
    select * from cancelled
    union all by name
    select * from sums
    union all by name
    select * from parties
),

int_gaps__conflicts as (
    select
        'conflicting_master_data' as gap_class,
        *
    from conflicts
)

select * from int_gaps__conflicts
