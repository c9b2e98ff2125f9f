-- Fails if a document stands in the threads with more or less than its net amount and what was
-- collected on it, or a thread with more or less than its documents: money would be counted twice.
with attributed as (
    select
        invoice_id,
        sum(attributed_amount) as net_amount
    from {{ ref('int_invoice_line_attribution') }}
    group by invoice_id
),

placed as (
    select
        invoice_id,
        sum(attributed_amount) as net_amount,
        sum(collected_amount) as collected_amount
    from {{ ref('int_lineage__documents') }}
    group by invoice_id
),

documents as (
    select
        'document ' || balances.invoice_id as thing,
        attributed.net_amount,
        placed.net_amount as thread_net_amount,
        case when balances.document_type = 'credit_note' then 0 else balances.paid_amount end
            as collected_amount,
        placed.collected_amount as thread_collected_amount
    from {{ ref('int_invoice_balances') }} as balances
    left join attributed on balances.invoice_id = attributed.invoice_id
    left join placed on balances.invoice_id = placed.invoice_id
),

in_threads as (
    select
        order_to_cash_id,
        sum(thread_amount) as net_amount,
        sum(thread_collected_amount) as collected_amount
    from {{ ref('int_lineage__documents') }}
    group by order_to_cash_id
),

threads as (
    select
        'thread ' || threads.order_to_cash_id as thing,
        coalesce(in_threads.net_amount, 0) as net_amount,
        threads.invoiced_amount - threads.credited_amount as thread_net_amount,
        coalesce(in_threads.collected_amount, 0) as collected_amount,
        threads.collected_amount as thread_collected_amount
    from {{ ref('fct_order_to_cash') }} as threads
    full join in_threads on threads.order_to_cash_id = in_threads.order_to_cash_id
    where threads.stage_reached is distinct from 'receipt'
),

compared as (
    select * from documents
    union all
    select * from threads
)

select *
from compared
where
    net_amount is distinct from thread_net_amount
    or collected_amount is distinct from thread_collected_amount
