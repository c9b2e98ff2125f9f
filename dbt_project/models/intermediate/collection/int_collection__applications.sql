with payments as (
    select
        payment_id,
        customer_id,
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

allocated as (
    select
        payment_allocations.payment_id,
        payment_allocations.invoice_id,
        payments.customer_id,
        payments.paid_on,
        -- What a payment takes from a credit note some ERPs print with a minus, some without.
        case
            when invoices.document_type = 'credit_note' then abs(payment_allocations.amount)
            else payment_allocations.amount
        end as amount
    from payment_allocations
    inner join payments on payment_allocations.payment_id = payments.payment_id
    inner join invoices on payment_allocations.invoice_id = invoices.invoice_id
),

netted as (
    -- An application that the ERP took back (a returned cheque) uses up the latest ones before it.
    select
        *,
        sum(amount) over (partition by invoice_id)
        - coalesce(
            sum(greatest(amount, 0)) over (
                partition by invoice_id
                order by paid_on desc, payment_id desc
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as standing_until
    from allocated
),

int_collection__applications as (
    select
        payment_id,
        invoice_id,
        customer_id,
        least(amount, standing_until)::decimal(18, 4) as applied_amount,
        standing_until >= amount as is_untouched,
        paid_on,
        paid_on + {{ application_reach_days() }} as latest_line_on
    from netted
    where amount > 0 and standing_until > 0
)

select * from int_collection__applications
