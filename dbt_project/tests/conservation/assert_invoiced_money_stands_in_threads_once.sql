-- Fails if the threads hold more or less than what was invoiced and credited, per currency, where
-- every document is in its contract's currency.
with documents as (
    select
        currency,
        sum(attributed_amount) as net_amount,
        sum(case when document_type = 'credit_note' then 0 else collected_amount end)
            as collected_amount
    from {{ ref('int_lineage__documents') }}
    group by currency
),

threads as (
    select
        currency,
        sum(invoiced_amount - credited_amount) as net_amount,
        sum(collected_amount) filter (where stage_reached != 'receipt') as collected_amount
    from {{ ref('fct_order_to_cash') }}
    group by currency
),

foreign_currencies as (
    select documents.currency
    from {{ ref('int_lineage__documents') }} as documents
    inner join {{ ref('int_terms__lines') }} as lines
        on documents.contract_line_id = lines.contract_line_id
    where documents.currency != lines.invoice_currency
    union distinct
    select lines.invoice_currency as currency
    from {{ ref('int_lineage__documents') }} as documents
    inner join {{ ref('int_terms__lines') }} as lines
        on documents.contract_line_id = lines.contract_line_id
    where documents.currency != lines.invoice_currency
)

select
    documents.currency,
    documents.net_amount,
    threads.net_amount as thread_net_amount,
    documents.collected_amount,
    threads.collected_amount as thread_collected_amount
from documents
left join threads on documents.currency = threads.currency
left join foreign_currencies on documents.currency = foreign_currencies.currency
where
    foreign_currencies.currency is null
    and (
        documents.net_amount is distinct from threads.net_amount
        or documents.collected_amount is distinct from threads.collected_amount
    )
