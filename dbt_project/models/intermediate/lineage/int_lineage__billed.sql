with int_lineage__documents as (
    select * from {{ ref('int_lineage__documents') }}
),

int_lineage__billed as (
    select
        order_to_cash_id,
        case when is_threaded then contract_line_id end as contract_line_id,
        case when is_threaded then billing_period_start end as billing_period_start,
        case when not is_threaded then invoice_id end as invoice_id,
        coalesce(sum(thread_amount) filter (where document_type != 'credit_note'), 0)
        ::decimal(18, 4) as invoiced_amount,
        coalesce(-sum(thread_amount) filter (where document_type = 'credit_note'), 0)
        ::decimal(18, 4) as credited_amount,
        sum(thread_collected_amount)::decimal(18, 4) as collected_amount,
        thread_currency as currency
    from int_lineage__documents
    group by all
)

select * from int_lineage__billed
