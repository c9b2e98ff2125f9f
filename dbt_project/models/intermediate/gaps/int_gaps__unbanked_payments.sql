with int_gaps__unlinked_payments as (
    select * from {{ ref('int_gaps__unlinked_payments') }}
),

int_gaps__bank_covered_payments as (
    select * from {{ ref('int_gaps__bank_covered_payments') }}
),

int_gaps__possibly_banked_payments as (
    select * from {{ ref('int_gaps__possibly_banked_payments') }}
),

int_gaps__unbanked_payments as (
    select
        'payment_without_bank_line' as gap_class,
        'probable' as certainty,
        payments.payment_id as subject_id,
        payments.payment_id,
        payments.invoice_id,
        payments.contract_id,
        payments.customer_id,
        payments.legal_entity_id,
        payments.amount as expected_amount,
        0::decimal(18, 4) as actual_amount,
        payments.currency,
        payments.paid_on::varchar as detail,
        payments.payment_id as actual_value,
        payments.invoice_ids
    from int_gaps__unlinked_payments as payments
    inner join int_gaps__bank_covered_payments as covered
        on payments.payment_id = covered.payment_id
    left join int_gaps__possibly_banked_payments as may_be
        on payments.payment_id = may_be.payment_id
    where may_be.payment_id is null
)

select * from int_gaps__unbanked_payments
