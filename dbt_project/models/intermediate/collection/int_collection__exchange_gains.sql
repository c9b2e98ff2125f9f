with int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
    where is_posted
),

invoices as (
    select
        invoice_id,
        legal_entity_id,
        issue_date
    from {{ ref('invoices') }}
),

legal_entities as (
    select
        legal_entity_id,
        functional_currency
    from {{ ref('legal_entities') }}
),

currencies as (
    select
        currency,
        minor_units
    from {{ ref('currencies') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

foreign_matches as (
    select
        matches.bank_transaction_id,
        matches.invoice_id,
        matches.currency,
        matches.invoice_currency,
        matches.booked_on,
        invoices.issue_date,
        matches.bank_amount,
        -- Money of the document's own currency; else what it settles.
        case
            when matches.currency = matches.invoice_currency then matches.bank_amount
            else matches.matched_amount
        end as settled_amount,
        legal_entities.functional_currency,
        currencies.minor_units
    from int_bank_matches as matches
    inner join invoices on matches.invoice_id = invoices.invoice_id
    inner join legal_entities on invoices.legal_entity_id = legal_entities.legal_entity_id
    inner join currencies on legal_entities.functional_currency = currencies.currency
    where
        matches.currency != legal_entities.functional_currency
        or matches.invoice_currency != legal_entities.functional_currency
),

valued as (
    -- A currency is worth one of itself; without a published rate there is nothing to say.
    select
        matches.*,
        {{ round_amount(
            times_rate(
                'matches.bank_amount',
                'case when matches.currency = matches.functional_currency then 1'
                ~ ' else paid.exchange_rate end'
            ),
            'matches.minor_units'
        ) }} as received_value,
        {{ round_amount(
            times_rate(
                'matches.settled_amount',
                'case when matches.invoice_currency = matches.functional_currency then 1'
                ~ ' else billed.exchange_rate end'
            ),
            'matches.minor_units'
        ) }} as billed_value
    from foreign_matches as matches
    left join daily_exchange_rates as paid
        on
            matches.currency = paid.from_currency
            and matches.functional_currency = paid.to_currency
            and matches.booked_on = paid.rate_on
    left join daily_exchange_rates as billed
        on
            matches.invoice_currency = billed.from_currency
            and matches.functional_currency = billed.to_currency
            and matches.issue_date = billed.rate_on
),

int_collection__exchange_gains as (
    -- DOMAIN 3: book value of the cash applied less book value of its share of the document.
    select
        bank_transaction_id,
        invoice_id,
        (received_value - billed_value)::decimal(18, 4) as exchange_gain_amount,
        functional_currency
    from valued
)

select * from int_collection__exchange_gains
