with int_collection__receipts as (
    select
        *,
        {{ number_key('reference') }} as reference_key
    from {{ ref('int_collection__receipts') }}
),

int_collection__tokens as (
    select
        bank_transaction_id,
        token
    from {{ ref('int_collection__tokens') }}
    group by bank_transaction_id, token
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

int_collection__payments as (
    select * from {{ ref('int_collection__payments') }}
),

pairs as (
    select
        receipts.bank_transaction_id,
        payments.payment_id,
        coalesce(
            tokens.token is not null
            or payments.reference_key = receipts.reference_key
            or payments.reference = receipts.bank_transaction_id,
            false
        ) as is_reference_shared,
        related.customer_id is not null as is_payer_agreeing,
        receipts.payer_customer_id is not null
        and related.customer_id is null as is_payer_contradicting
    from int_collection__receipts as receipts
    inner join int_collection__payments as payments
        on
            receipts.amount = payments.amount
            and receipts.currency = payments.currency
            and receipts.legal_entity_id = payments.legal_entity_id
            and abs(receipts.booked_on - payments.paid_on) <= {{ application_reach_days() }}
    left join int_collection__tokens as tokens
        on
            receipts.bank_transaction_id = tokens.bank_transaction_id
            and payments.reference_key = tokens.token
    left join int_collection__related_customers as related
        on
            receipts.payer_customer_id = related.payer_customer_id
            and payments.customer_id = related.customer_id
),

likeliest as (
    -- Amount and date alone are shared by many: the ERP must name the line, or its payer.
    select *
    from pairs
    where is_reference_shared or is_payer_agreeing
    qualify
        is_reference_shared = bool_or(is_reference_shared) over (partition by bank_transaction_id)
        and is_reference_shared = bool_or(is_reference_shared) over (partition by payment_id)
),

int_collection__payment_lines as (
    select
        *,
        greatest(
            count(*) over (partition by bank_transaction_id),
            count(*) over (partition by payment_id)
        )::integer as candidate_count
    from likeliest
)

select * from int_collection__payment_lines
