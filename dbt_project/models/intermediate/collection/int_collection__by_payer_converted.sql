with int_collection__receipts as (
    select * from {{ ref('int_collection__receipts') }}
    where payer_class != 'name' and not has_quotes and not has_remittance
),

bank_transactions as (
    select
        bank_transaction_id,
        instructed_amount,
        instructed_currency
    from {{ ref('bank_transactions') }}
),

int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

{{ lines_left('int_collection__receipts', 'by_payer_converted') }},

pairs as (
    -- Documents of another currency; of the line's own where the bank tells what was instructed.
    select
        receipts.*,
        bank_transactions.instructed_amount,
        bank_transactions.instructed_currency,
        documents.invoice_id,
        documents.issue_date,
        documents.total_amount,
        documents.currency as invoice_currency
    from left_of_int_collection__receipts as receipts
    inner join bank_transactions
        on receipts.bank_transaction_id = bank_transactions.bank_transaction_id
    inner join int_collection__payable_customers as payable_customers
        on receipts.payer_customer_id = payable_customers.payer_customer_id
    inner join int_collection__documents as documents
        on
            payable_customers.customer_id = documents.customer_id
            and receipts.legal_entity_id = documents.legal_entity_id
            and receipts.booked_on >= documents.issue_date
            and (
                receipts.currency != documents.currency
                or bank_transactions.instructed_currency = documents.currency
            )
),

{{ open_on_line_date('pairs', 'earlier') }},

valued as (
    -- DOMAIN 3, step 2: a document in UF is paid at the UF of its own day.
    select
        pairs.*,
        coalesce(pairs.instructed_currency = pairs.invoice_currency, false)
        and pairs.instructed_amount = pairs.open_amount
        and (pairs.currency != pairs.invoice_currency or pairs.amount < pairs.open_amount)
            as is_instructed,
        pairs.currency != pairs.invoice_currency
        and pairs.amount = {{ round_amount(
            times_rate('pairs.open_amount', 'rates.exchange_rate'), 'currencies.minor_units'
        ) }} as is_worth_it
    from open_pairs as pairs
    inner join currencies on pairs.currency = currencies.currency
    left join daily_exchange_rates as rates
        on
            pairs.invoice_currency = rates.from_currency
            and pairs.currency = rates.to_currency
            and pairs.issue_date = rates.rate_on
    where pairs.open_amount > 0
),

judged as (
    select
        *,
        count(*) over (partition by bank_transaction_id)::integer as candidate_count,
        count(*) over (partition by bank_transaction_id) > 1
        or count(*) over (partition by invoice_id) > 1 as is_tie
    from valued
    where is_instructed or is_worth_it
),

int_collection__by_payer_converted as (
    select
        bank_transaction_id,
        invoice_id,
        case when is_instructed then 'payer_and_instructed_amount' else 'payer_and_worth' end
            as match_rule,
        case when is_tie then 'documents_tie' end as review_reason,
        case when currency = invoice_currency then 'fee' end as difference_kind,
        booked_on,
        amount as bank_amount,
        currency,
        open_amount as matched_amount,
        invoice_currency,
        0.92::decimal(3, 2) as confidence,
        candidate_count,
        not is_tie as is_posted,
        json_object(
            'payer', payer_customer_id,
            'payer_known_by', payer_class,
            'payer_evidence', payer_evidence,
            'open_amount', open_amount::varchar,
            'instructed_amount', instructed_amount::varchar,
            'instructed_currency', instructed_currency
        )::varchar as evidence
    from judged
)

select * from int_collection__by_payer_converted
