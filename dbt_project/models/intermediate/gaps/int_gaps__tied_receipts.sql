with int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
    where not is_posted and review_reason = 'erp_payments_tie'
),

int_gaps__tied_receipts as (
    -- The ERP has one payment of a document, and several lines may be it.
    select
        bank_transaction_id,
        min(invoice_id) as invoice_id
    from int_bank_matches
    group by bank_transaction_id
    having count(distinct invoice_id) = 1
)

select * from int_gaps__tied_receipts
