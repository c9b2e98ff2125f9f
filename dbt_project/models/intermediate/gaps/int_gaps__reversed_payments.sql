with payments as (
    select * from {{ ref('payments') }}
),

payment_allocations as (
    select
        payment_id,
        invoice_id,
        amount
    from {{ ref('payment_allocations') }}
),

int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

int_gaps__returned_payments as (
    select invoice_id from {{ ref('int_gaps__returned_payments') }}
),

taken_back as (
    -- The ERP took from a document the whole of a payment that it had given it.
    select
        reversals.payment_id,
        originals.payment_id as original_payment_id,
        originals.customer_id,
        taken.invoice_id,
        originals.amount,
        originals.currency,
        originals.paid_on,
        reversals.paid_on as returned_on
    from payments as reversals
    inner join payment_allocations as taken
        on reversals.payment_id = taken.payment_id and reversals.amount = taken.amount
    inner join payments as originals
        on
            reversals.customer_id = originals.customer_id
            and reversals.currency = originals.currency
            and reversals.amount = -originals.amount
            and reversals.paid_on >= originals.paid_on
    inner join payment_allocations as given
        on
            originals.payment_id = given.payment_id
            and taken.invoice_id = given.invoice_id
            and originals.amount = given.amount
    where reversals.amount < 0
    qualify
        row_number() over (
            partition by reversals.payment_id
            order by originals.paid_on desc, originals.payment_id desc
        ) = 1
),

entered_again as (
    -- A payment of the same amount since then: the clerk moved it, or the customer paid again.
    select distinct taken_back.payment_id
    from taken_back
    inner join payments
        on
            taken_back.customer_id = payments.customer_id
            and taken_back.currency = payments.currency
            and taken_back.amount = payments.amount
            and taken_back.original_payment_id != payments.payment_id
            and taken_back.paid_on <= payments.paid_on
),

int_gaps__reversed_payments as (
    select
        'returned_payment' as gap_class,
        'probable' as certainty,
        taken_back.original_payment_id as subject_id,
        'returned_payment_in_erp' as message_code,
        taken_back.original_payment_id as payment_id,
        taken_back.invoice_id,
        documents.contract_id,
        taken_back.customer_id,
        documents.legal_entity_id,
        taken_back.amount as expected_amount,
        0::decimal(18, 4) as actual_amount,
        taken_back.currency,
        taken_back.returned_on::varchar as detail,
        taken_back.paid_on::varchar as expected_value,
        taken_back.payment_id as actual_value,
        taken_back.invoice_id as invoice_ids
    from taken_back
    inner join int_gaps__cash_documents as documents
        on taken_back.invoice_id = documents.invoice_id
    left join entered_again on taken_back.payment_id = entered_again.payment_id
    left join int_gaps__returned_payments as returned
        on taken_back.invoice_id = returned.invoice_id
    where
        entered_again.payment_id is null
        and returned.invoice_id is null
        and taken_back.amount - (documents.owed_amount - documents.possible_amount)
        <= documents.tolerance_amount
)

select * from int_gaps__reversed_payments
