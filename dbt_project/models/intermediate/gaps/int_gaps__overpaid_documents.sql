with int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

int_collection__applications as (
    select * from {{ ref('int_collection__applications') }}
),

int_collection__credits as (
    select * from {{ ref('int_collection__credits') }}
),

last_applications as (
    select *
    from int_collection__applications
    qualify
        row_number() over (partition by invoice_id order by paid_on desc, payment_id desc) = 1
),

used_notes as (
    select
        invoice_id,
        sum(applied_amount) as used_amount
    from int_collection__applications
    group by invoice_id
),

credited as (
    -- CANONICAL 3, cash: what was open when it was paid; a credit of later makes no overpayment.
    -- What the ERP took from a note within a payment it does not credit again.
    select
        credits.invoice_id,
        sum(
            greatest(credits.credited_amount - coalesce(used_notes.used_amount, 0), 0)
        ) as credited_amount
    from int_collection__credits as credits
    left join used_notes on credits.credit_note_id = used_notes.invoice_id
    inner join last_applications on credits.invoice_id = last_applications.invoice_id
    where credits.credited_on <= last_applications.paid_on
    group by credits.invoice_id
),

overpaid as (
    select
        documents.*,
        last_applications.payment_id,
        last_applications.applied_amount as last_amount,
        documents.total_amount - coalesce(credited.credited_amount, 0) as payable_amount
    from int_gaps__cash_documents as documents
    inner join last_applications on documents.invoice_id = last_applications.invoice_id
    left join credited on documents.invoice_id = credited.invoice_id
),

int_gaps__overpaid_documents as (
    -- A document that the ERP gave more than it owed: by a whole payment, it was paid twice.
    select
        case
            when erp_paid_amount - last_amount >= payable_amount - tolerance_amount
                then 'duplicate_payment'
            else 'overpayment'
        end as gap_class,
        'proved' as certainty,
        -- One payment may be the last of several documents that were given too much.
        case
            when count(*) over (partition by payment_id) > 1 then payment_id || '@' || invoice_id
            else payment_id
        end as subject_id,
        payment_id,
        invoice_id,
        contract_id,
        customer_id,
        legal_entity_id,
        greatest(payable_amount - (erp_paid_amount - last_amount), 0)::decimal(18, 4)
            as expected_amount,
        last_amount as actual_amount,
        currency,
        last_paid_on::varchar as detail,
        payment_id as actual_value,
        invoice_id as invoice_ids
    from overpaid
    where erp_paid_amount - payable_amount > tolerance_amount
)

select * from int_gaps__overpaid_documents
