-- Fails if a receipt that no document took wholly is in no thread or in two, or if one that
-- documents took is there once more: cash would be forgotten, or counted twice.
with receipts as (
    select
        bank_transaction_id,
        count(*) as thread_count,
        sum(collected_amount) as collected_amount
    from {{ ref('fct_order_to_cash') }}
    where bank_transaction_id is not null
    group by bank_transaction_id
)

select
    statuses.bank_transaction_id,
    statuses.unapplied_amount,
    receipts.thread_count,
    receipts.collected_amount
from {{ ref('int_bank_line_statuses') }} as statuses
left join receipts on statuses.bank_transaction_id = receipts.bank_transaction_id
where
    coalesce(receipts.thread_count, 0) != (statuses.unapplied_amount > 0)::integer
    or receipts.collected_amount not between 0 and statuses.unapplied_amount
