-- Fails if the threads count more or fewer gaps than there are: a reader of one would miss some.
-- What only the tax register knows, and a receipt of which nothing is left, stand in no thread.
with fct_order_to_cash as (
    select * from {{ ref('fct_order_to_cash') }}
),

receipts as (
    select coalesce(bank_transaction_id, payment_id) as receipt_id
    from fct_order_to_cash
),

gaps as (
    select count(*) as gap_count
    from {{ ref('fct_billing_gaps') }}
    where
        -- A cured gap hangs on no thread any more.
        status != 'cured'
        and (
            coalesce(contract_line_id, contract_id, invoice_id, opportunity_id) is not null
            or bank_transaction_id in (select receipt_id from receipts)
            or payment_id in (select receipt_id from receipts)
        )
),

threads as (
    select coalesce(sum(gap_count), 0) as gap_count
    from fct_order_to_cash
)

select
    gaps.gap_count,
    threads.gap_count as thread_gap_count
from gaps
cross join threads
where gaps.gap_count != threads.gap_count
