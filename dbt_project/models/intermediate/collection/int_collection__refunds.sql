with refundable_notes as (
    select * from {{ ref('int_collection__refundable_notes') }}
    where refundable_amount > 0
),

invoices as (
    select
        invoice_id,
        legal_entity_id
    from {{ ref('invoices') }}
),

int_collection__tolerances as (
    select * from {{ ref('int_collection__tolerances') }}
),

fitted as (
    -- DOMAIN 3: a tolerance is a share of the amount, whichever way the money goes.
    select
        notes.*,
        -notes.amount as paid_back_amount,
        -notes.amount = notes.refundable_amount as is_equal,
        -notes.amount > notes.refundable_amount
        and -notes.amount - notes.refundable_amount
        <= {{ payment_tolerance('notes.refundable_amount', 'tolerances') }} as is_within
    from refundable_notes as notes
    inner join invoices on notes.invoice_id = invoices.invoice_id
    inner join int_collection__tolerances as tolerances
        on
            invoices.legal_entity_id = tolerances.legal_entity_id
            and notes.currency = tolerances.currency
),

likeliest as (
    -- The note that is named; else the amount; else what a tolerance allows. A part needs a number.
    select *
    from fitted
    where is_equal or is_within or (is_named and paid_back_amount < refundable_amount)
    qualify
        is_named = bool_or(is_named) over (partition by bank_transaction_id)
        and is_equal = bool_or(is_equal) over (partition by bank_transaction_id, is_named)
),

judged as (
    select
        *,
        count(*) over (partition by bank_transaction_id)::integer as candidate_count
    from likeliest
),

still_open as (
    -- One note is paid back once.
    select *
    from judged
    qualify
        candidate_count > 1
        or row_number() over (
            partition by invoice_id, candidate_count order by booked_on, bank_transaction_id
        ) = 1
),

int_collection__refunds as (
    -- Money out, of a document that we owe: both amounts are below zero.
    select
        bank_transaction_id,
        invoice_id,
        'refund' as match_rule,
        case when candidate_count > 1 then 'documents_tie' end as review_reason,
        case when is_within then 'write_off' end as difference_kind,
        booked_on,
        amount as bank_amount,
        currency,
        -least(paid_back_amount, refundable_amount) as matched_amount,
        currency as invoice_currency,
        case
            when is_named then 0.98
            when is_equal then 0.90
            else 0.80
        end::decimal(3, 2) as confidence,
        candidate_count,
        candidate_count = 1 as is_posted,
        json_object(
            'quoted', case when is_named then invoice_number end,
            'refundable_amount', refundable_amount::varchar,
            'payer', payer_customer_id,
            'payer_known_by', payer_class
        )::varchar as evidence
    from still_open
)

select * from int_collection__refunds
