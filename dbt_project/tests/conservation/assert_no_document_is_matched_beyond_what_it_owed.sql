-- Fails if posted matches give a document more than its total less the credit notes dated up to the
-- last of them, or pay back more than a credit note says: a customer's money would be lost in a
-- document that owes nothing.
with matched as (
    select
        invoice_id,
        sum(matched_amount) as matched_amount,
        max(booked_on) as last_booked_on
    from {{ ref('fct_bank_matches') }}
    where is_posted
    group by invoice_id
),

credited as (
    select
        matched.invoice_id,
        sum(credits.credited_amount) as credited_amount
    from matched
    inner join {{ ref('int_collection__credits') }} as credits
        on
            matched.invoice_id = credits.invoice_id
            and matched.last_booked_on >= credits.credited_on
    group by matched.invoice_id
)

select
    matched.invoice_id,
    invoices.total_amount,
    matched.matched_amount,
    credited.credited_amount
from matched
inner join {{ ref('fct_invoices') }} as invoices on matched.invoice_id = invoices.invoice_id
left join credited on matched.invoice_id = credited.invoice_id
where abs(matched.matched_amount) + coalesce(credited.credited_amount, 0) > invoices.total_amount
