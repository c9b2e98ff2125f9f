with int_lineage__threads as (
    select * from {{ ref('int_lineage__threads') }}
),

int_lineage__gap_places as (
    select * from {{ ref('int_lineage__gap_places') }}
),

gaps as (
    select
        order_to_cash_id,
        count(*) as gap_count
    from int_lineage__gap_places
    group by order_to_cash_id
),

fct_order_to_cash as (
    select
        threads.order_to_cash_id,
        threads.opportunity_id,
        threads.quote_id,
        threads.contract_id,
        threads.contract_line_id,
        threads.invoice_id,
        threads.payment_id,
        threads.bank_transaction_id,

        threads.stage_reached,

        coalesce(gaps.gap_count, 0)::integer as gap_count,

        threads.expected_amount,
        threads.invoiced_amount,
        threads.credited_amount,
        threads.collected_amount,
        threads.recognised_amount,
        threads.currency,

        threads.billing_period_start
    from int_lineage__threads as threads
    left join gaps on threads.order_to_cash_id = gaps.order_to_cash_id
)

select * from fct_order_to_cash
