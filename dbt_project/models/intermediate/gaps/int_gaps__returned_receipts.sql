with int_collection__reversals as (
    -- A line that several reversals may have taken back: the first of them stands for all.
    select *
    from {{ ref('int_collection__reversals') }}
    qualify
        row_number() over (
            partition by original_id order by is_certain desc, reversal_id asc
        ) = 1
),

int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
),

int_collection__payers as (
    select
        bank_transaction_id,
        payer_customer_id
    from {{ ref('int_collection__payers') }}
    where payer_customer_id is not null
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

receipt_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('receipt_patterns') }}
    where receipt_kind = 'refund'
),

payments as (
    select
        payment_id,
        customer_id,
        {{ number_key('reference') }} as reference_key,
        amount,
        currency,
        paid_on
    from {{ ref('payments') }}
),

returned as (
    -- The bank took it back; what we gave back because it came twice was no payment.
    select
        originals.bank_transaction_id,
        reversals.reversal_id,
        reversals.is_certain,
        originals.legal_entity_id,
        payers.payer_customer_id,
        {{ number_key('originals.reference') }} as reference_key,
        originals.amount,
        originals.currency,
        originals.booked_on,
        reversal_lines.booked_on as returned_on
    from int_collection__reversals as reversals
    inner join int_collection__lines as originals
        on reversals.original_id = originals.bank_transaction_id
    inner join int_collection__lines as reversal_lines
        on reversals.reversal_id = reversal_lines.bank_transaction_id
    cross join receipt_patterns
    left join int_collection__payers as payers
        on originals.bank_transaction_id = payers.bank_transaction_id
    where
        originals.amount > 0
        and originals.legal_entity_id is not null
        and not coalesce(
            regexp_matches(reversal_lines.line_text, receipt_patterns.pattern), false
        )
),

int_gaps__returned_receipts as (
    -- With the payment of the ERP that it was, where the ERP booked it.
    select
        returned.*,
        case when count(distinct payments.payment_id) = 1 then min(payments.payment_id) end
            as payment_id
    from returned
    left join int_collection__related_customers as related
        on returned.payer_customer_id = related.payer_customer_id
    left join payments
        on
            returned.amount = payments.amount
            and returned.currency = payments.currency
            and abs(returned.booked_on - payments.paid_on) <= {{ application_reach_days() }}
            and returned.returned_on >= payments.paid_on
            and (
                related.customer_id = payments.customer_id
                or returned.reference_key = payments.reference_key
            )
    group by all
)

select * from int_gaps__returned_receipts
