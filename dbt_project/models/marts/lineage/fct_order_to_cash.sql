with int_lineage__periods as (
    select * from {{ ref('int_lineage__periods') }}
),

int_lineage__orphans as (
    select * from {{ ref('int_lineage__orphans') }}
),

int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
),

gaps as (
    select
        coalesce(
            contract_line_id || '@' || billing_period_start,
            invoice_id,
            opportunity_id,
            contract_id
        ) as thread_key,
        count(*) as gap_count
    from int_billing_gaps
    group by thread_key
),

threads as (
    select
        *,
        null::varchar as invoice_id,
        null::varchar as bank_transaction_id,
        coalesce(contract_line_id || '@' || billing_period_start, contract_line_id) as thread_key
    from int_lineage__periods
    union all by name
    select
        *,
        coalesce(bank_transaction_id, invoice_id, contract_id, quote_id, opportunity_id)
            as thread_key
    from int_lineage__orphans
),

fct_order_to_cash as (
    select
        threads.thread_key as order_to_cash_id,
        threads.opportunity_id,
        threads.quote_id,
        threads.contract_id,
        threads.contract_line_id,
        threads.invoice_id,
        threads.bank_transaction_id,
        threads.stage_reached,
        coalesce(gaps.gap_count, 0)::integer as gap_count,
        coalesce(threads.expected_amount, 0)::decimal(18, 4) as expected_amount,
        coalesce(threads.invoiced_amount, 0)::decimal(18, 4) as invoiced_amount,
        coalesce(threads.credited_amount, 0)::decimal(18, 4) as credited_amount,
        coalesce(threads.collected_amount, 0)::decimal(18, 4) as collected_amount,
        coalesce(threads.recognised_amount, 0)::decimal(18, 4) as recognised_amount,
        threads.currency,
        threads.billing_period_start
    from threads
    left join gaps on threads.thread_key = gaps.thread_key
)

select * from fct_order_to_cash
