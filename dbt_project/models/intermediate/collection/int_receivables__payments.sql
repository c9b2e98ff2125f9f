with payments as (
    select
        payment_id,
        paid_on
    from {{ ref('payments') }}
),

payment_allocations as (
    select
        payment_id,
        invoice_id,
        amount
    from {{ ref('payment_allocations') }}
),

invoices as (
    select
        invoice_id,
        document_type
    from {{ ref('invoices') }}
),

int_collection__applications as (
    select
        invoice_id,
        applied_amount,
        latest_line_on
    from {{ ref('int_collection__applications') }}
),

int_bank_matches as (
    select
        invoice_id,
        -- A refund takes from a credit note what is owed on it.
        abs(matched_amount) as matched_amount,
        booked_on
    from {{ ref('int_bank_matches') }}
    where is_posted
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

events as (
    -- What the ERP took back later (a returned cheque) stood until then.
    select
        payment_allocations.invoice_id,
        payments.paid_on as known_on,
        case
            when invoices.document_type = 'credit_note' then abs(payment_allocations.amount)
            else payment_allocations.amount
        end as applied_amount,
        0::decimal(18, 4) as settled_amount,
        0::decimal(18, 4) as banked_amount
    from payment_allocations
    inner join payments on payment_allocations.payment_id = payments.payment_id
    inner join invoices on payment_allocations.invoice_id = invoices.invoice_id
    union all
    select
        applications.invoice_id,
        applications.latest_line_on as known_on,
        0 as applied_amount,
        applications.applied_amount as settled_amount,
        0 as banked_amount
    from int_collection__applications as applications
    inner join run_settings on applications.latest_line_on <= run_settings.as_of_date
    union all
    select
        invoice_id,
        booked_on as known_on,
        0 as applied_amount,
        0 as settled_amount,
        matched_amount as banked_amount
    from int_bank_matches
),

{{ known_receipts_by_day('events', ['invoice_id']) }},

int_receivables__payments as (
    select
        invoice_id,
        (received_amount - received_before_amount)::decimal(18, 4) as paid_amount,
        known_on as paid_on
    from received_events
    where received_amount != received_before_amount
)

select * from int_receivables__payments
