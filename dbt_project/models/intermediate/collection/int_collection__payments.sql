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

int_collection__documents as (
    select
        invoice_id,
        legal_entity_id,
        currency,
        total_amount
    from {{ ref('int_collection__documents') }}
),

int_collection__applications as (
    select
        payment_id,
        invoice_id,
        applied_amount,
        is_untouched,
        sum(applied_amount) over (partition by invoice_id) as invoice_applied_amount
    from {{ ref('int_collection__applications') }}
),

allocated as (
    -- What can be posted as it stands: to documents we know, in their currency, none taken back, no
    -- document given more than its total.
    select
        payment_allocations.payment_id,
        payment_allocations.amount,
        documents.legal_entity_id,
        documents.currency,
        coalesce(
            applications.is_untouched
            and applications.invoice_applied_amount <= documents.total_amount,
            false
        ) as is_sound
    from payment_allocations
    left join int_collection__documents as documents
        on payment_allocations.invoice_id = documents.invoice_id
    left join int_collection__applications as applications
        on
            payment_allocations.payment_id = applications.payment_id
            and payment_allocations.invoice_id = applications.invoice_id
),

summed as (
    select
        payment_id,
        min(legal_entity_id) as legal_entity_id,
        min(currency) as currency,
        count(distinct legal_entity_id) = 1
        and count(distinct currency) = 1
        and bool_and(is_sound) as is_sound,
        sum(amount) as allocated_amount
    from allocated
    group by payment_id
),

int_collection__payments as (
    select
        payments.payment_id,
        payments.customer_id,
        summed.legal_entity_id,
        payments.reference,
        -- A reference of three characters is shared by chance.
        case
            when length(regexp_replace(payments.reference, '[^0-9A-Za-z]', '', 'g')) >= 4
                then {{ number_key('payments.reference') }}
        end as reference_key,
        payments.amount,
        payments.currency,
        summed.is_sound
        and summed.currency = payments.currency
        and summed.allocated_amount <= payments.amount as is_postable,
        payments.paid_on
    from payments
    inner join summed on payments.payment_id = summed.payment_id
    where payments.amount > 0
)

select * from int_collection__payments
