with int_collection__on_account as (
    select
        payment_id,
        customer_id,
        legal_entity_id,
        currency,
        paid_on
    from {{ ref('int_collection__on_account') }}
),

payments as (
    select * from {{ ref('payments') }}
),

int_collection__payment_lines as (
    select payment_id
    from {{ ref('int_collection__payment_lines') }}
    group by payment_id
),

payment_allocations as (
    select
        payment_id,
        invoice_id
    from {{ ref('payment_allocations') }}
),

int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

receipt_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('receipt_patterns') }}
    where receipt_kind = 'not_banked'
),

taken_back as (
    select distinct payments.payment_id
    from payments
    inner join payments as reversals
        on
            payments.customer_id = reversals.customer_id
            and payments.currency = reversals.currency
            and payments.amount = -reversals.amount
            and payments.paid_on <= reversals.paid_on
    where reversals.amount < 0
),

allocated as (
    -- A transfer that the ERP entered as several payments, or several as one, is told by its
    -- documents: the bank paid them.
    select
        allocations.payment_id,
        min(allocations.invoice_id) as invoice_id,
        min(documents.contract_id) as contract_id,
        string_agg(allocations.invoice_id, ', ' order by allocations.invoice_id) as invoice_ids,
        bool_and(
            coalesce(
                documents.erp_paid_amount - documents.bank_paid_amount
                <= documents.tolerance_amount,
                false
            )
        ) as is_banked
    from payment_allocations as allocations
    left join int_gaps__cash_documents as documents
        on allocations.invoice_id = documents.invoice_id
    group by allocations.payment_id
),

int_gaps__unlinked_payments as (
    select
        payments.payment_id,
        payments.customer_id,
        coalesce(families.family_id, payments.customer_id) as family_id,
        on_account.legal_entity_id,
        allocated.invoice_id,
        allocated.contract_id,
        allocated.invoice_ids,
        payments.reference,
        payments.amount,
        payments.currency,
        payments.paid_on
    from payments
    inner join int_collection__on_account as on_account
        on payments.payment_id = on_account.payment_id
    cross join receipt_patterns
    left join int_collection__payment_lines as payment_lines
        on payments.payment_id = payment_lines.payment_id
    left join taken_back on payments.payment_id = taken_back.payment_id
    left join allocated on payments.payment_id = allocated.payment_id
    left join int_collection__families as families
        on payments.customer_id = families.customer_id
    where
        payment_lines.payment_id is null
        and taken_back.payment_id is null
        and not coalesce(allocated.is_banked, false)
        and not coalesce(
            regexp_matches({{ plain_text('payments.reference') }}, receipt_patterns.pattern), false
        )
)

select * from int_gaps__unlinked_payments
