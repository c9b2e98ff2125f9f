with int_collection__receipts as (
    select
        bank_transaction_id,
        booked_on,
        currency
    from {{ ref('int_collection__receipts') }}
),

int_collection__payment_lines as (
    select * from {{ ref('int_collection__payment_lines') }}
),

int_collection__payments as (
    select
        payment_id,
        reference,
        paid_on,
        is_postable
    from {{ ref('int_collection__payments') }}
),

int_collection__applications as (
    select
        payment_id,
        invoice_id,
        applied_amount
    from {{ ref('int_collection__applications') }}
),

int_collection__documents as (
    select
        invoice_id,
        currency,
        total_amount
    from {{ ref('int_collection__documents') }}
),

int_collection__credits as (
    select * from {{ ref('int_collection__credits') }}
),

applied as (
    select
        receipts.*,
        payments.payment_id,
        payments.reference as payment_reference,
        payments.paid_on,
        payments.is_postable,
        payment_lines.is_reference_shared,
        payment_lines.is_payer_contradicting,
        payment_lines.candidate_count,
        applications.invoice_id,
        applications.applied_amount,
        documents.currency as invoice_currency,
        documents.total_amount
    from int_collection__payment_lines as payment_lines
    inner join int_collection__receipts as receipts
        on payment_lines.bank_transaction_id = receipts.bank_transaction_id
    inner join int_collection__payments as payments
        on payment_lines.payment_id = payments.payment_id
    inner join int_collection__applications as applications
        on payment_lines.payment_id = applications.payment_id
    inner join int_collection__documents as documents
        on applications.invoice_id = documents.invoice_id
),

credited as (
    select
        applied.bank_transaction_id,
        applied.payment_id,
        applied.invoice_id,
        sum(credits.credited_amount) as credited_amount
    from applied
    inner join int_collection__credits as credits
        on
            applied.invoice_id = credits.invoice_id
            and applied.booked_on >= credits.credited_on
    group by applied.bank_transaction_id, applied.payment_id, applied.invoice_id
),

int_collection__applied_lines as (
    -- What lines of the ERP's payments give a document, in the order they came, with the credits
    -- before each: never above its total.
    select
        applied.*,
        sum(applied.applied_amount) over (
            partition by applied.invoice_id
            order by applied.booked_on, applied.bank_transaction_id, applied.payment_id
        ) + coalesce(credited.credited_amount, 0) > applied.total_amount as is_beyond_total
    from applied
    left join credited
        on
            applied.bank_transaction_id = credited.bank_transaction_id
            and applied.payment_id = credited.payment_id
            and applied.invoice_id = credited.invoice_id
)

select * from int_collection__applied_lines
