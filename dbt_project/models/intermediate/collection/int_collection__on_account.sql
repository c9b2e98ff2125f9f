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

invoices as (
    select
        invoice_id,
        document_type,
        legal_entity_id,
        customer_id,
        currency
    from {{ ref('invoices') }}
),

allocated as (
    select
        payment_allocations.payment_id,
        min(invoices.legal_entity_id) as legal_entity_id,
        sum(
            case
                when invoices.document_type = 'credit_note' then -abs(payment_allocations.amount)
                else payment_allocations.amount
            end
        ) as allocated_amount,
        sum(payment_allocations.amount) filter (where invoices.invoice_id is null)
            as elsewhere_amount
    from payment_allocations
    left join invoices on payment_allocations.invoice_id = invoices.invoice_id
    group by payment_allocations.payment_id
),

sole_entities as (
    -- A payment names no entity of ours: it is that of its documents, or the only one that bills.
    select
        customer_id,
        currency,
        min(legal_entity_id) as legal_entity_id
    from invoices
    group by customer_id, currency
    having count(distinct legal_entity_id) = 1
),

int_collection__on_account as (
    select
        payments.payment_id,
        payments.customer_id,
        coalesce(allocated.legal_entity_id, sole_entities.legal_entity_id) as legal_entity_id,
        greatest(payments.amount - coalesce(allocated.allocated_amount, 0), 0)::decimal(18, 4)
            as unallocated_amount,
        greatest(coalesce(allocated.elsewhere_amount, 0), 0)::decimal(18, 4) as elsewhere_amount,
        payments.currency,
        payments.paid_on,
        payments.paid_on + {{ application_reach_days() }} as latest_line_on
    from payments
    left join allocated on payments.payment_id = allocated.payment_id
    left join sole_entities
        on
            payments.customer_id = sole_entities.customer_id
            and payments.currency = sole_entities.currency
    where payments.amount > 0
)

select * from int_collection__on_account
