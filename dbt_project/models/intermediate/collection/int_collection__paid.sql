with int_collection__applications as (
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

events as (
    select
        invoice_id,
        latest_line_on as happened_on,
        applied_amount,
        0::decimal(18, 4) as banked_amount
    from int_collection__applications
    union all
    select
        invoice_id,
        booked_on as happened_on,
        0::decimal(18, 4) as applied_amount,
        matched_amount as banked_amount
    from int_bank_matches
),

{{ known_receipts('events', ['invoice_id']) }},

summed as (
    select
        invoice_id,
        sum(applied_amount) as erp_paid_amount,
        sum(banked_amount) as bank_paid_amount
    from events
    group by invoice_id
),

int_collection__paid as (
    select
        summed.invoice_id,
        known_events.received_amount as paid_amount,
        summed.erp_paid_amount::decimal(18, 4) as erp_paid_amount,
        summed.bank_paid_amount::decimal(18, 4) as bank_paid_amount
    from summed
    inner join known_events on summed.invoice_id = known_events.invoice_id
)

select * from int_collection__paid
