with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
    where root_gap_id is null and gap_amount != 0 and is_material
),

int_gaps__measured as (
    select
        contract_line_id,
        billing_period_start,
        bill_on
    from {{ ref('int_gaps__measured') }}
),

invoices as (
    select
        invoice_id,
        issue_date
    from {{ ref('invoices') }}
),

bank_transactions as (
    select
        bank_transaction_id,
        booked_on
    from {{ ref('bank_transactions') }}
),

payments as (
    select
        payment_id,
        paid_on
    from {{ ref('payments') }}
),

int_closing__dated_gaps as (
    -- A gap belongs to the day on which its money was due, was billed or moved.
    select
        gaps.gap_id,
        gaps.legal_entity_id,
        gaps.status,
        gaps.gap_amount,
        gaps.currency,
        coalesce(
            int_gaps__measured.bill_on,
            gaps.billing_period_start,
            invoices.issue_date,
            bank_transactions.booked_on,
            payments.paid_on,
            gaps.first_seen_on
        ) as arose_on
    from int_billing_gaps as gaps
    left join int_gaps__measured
        on
            gaps.contract_line_id = int_gaps__measured.contract_line_id
            and gaps.billing_period_start = int_gaps__measured.billing_period_start
    left join invoices on gaps.invoice_id = invoices.invoice_id
    left join bank_transactions
        on gaps.bank_transaction_id = bank_transactions.bank_transaction_id
    left join payments on gaps.payment_id = payments.payment_id
)

select * from int_closing__dated_gaps
