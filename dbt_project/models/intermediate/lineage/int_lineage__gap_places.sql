with int_billing_gaps as (
    -- A cured gap hangs on its thread no more.
    select * from {{ ref('int_billing_gaps') }}
    where status != 'cured'
),

int_lineage__threads as (
    select * from {{ ref('int_lineage__threads') }}
),

int_lineage__documents as (
    select
        invoice_id,
        order_to_cash_id
    from {{ ref('int_lineage__documents') }}
),

candidates as (
    -- From the narrowest thing that a gap names to the widest; the first that has a row takes it.
    select
        gaps.gap_id,
        threads.order_to_cash_id,
        1 as place_rank
    from int_billing_gaps as gaps
    inner join int_lineage__threads as threads
        on
            gaps.contract_line_id = threads.contract_line_id
            and gaps.billing_period_start = threads.billing_period_start
    union all
    -- A receipt that no document took stands alone.
    select
        gaps.gap_id,
        threads.order_to_cash_id,
        2 as place_rank
    from int_billing_gaps as gaps
    inner join int_lineage__threads as threads
        on gaps.bank_transaction_id = threads.bank_transaction_id
    union all
    select
        gaps.gap_id,
        threads.order_to_cash_id,
        3 as place_rank
    from int_billing_gaps as gaps
    inner join int_lineage__threads as threads on gaps.payment_id = threads.payment_id
    union all
    select
        gaps.gap_id,
        documents.order_to_cash_id,
        4 as place_rank
    from int_billing_gaps as gaps
    inner join int_lineage__documents as documents on gaps.invoice_id = documents.invoice_id
    union all
    select
        gaps.gap_id,
        threads.order_to_cash_id,
        5 as place_rank
    from int_billing_gaps as gaps
    inner join int_lineage__threads as threads
        on gaps.contract_line_id = threads.contract_line_id
    union all
    select
        gaps.gap_id,
        threads.order_to_cash_id,
        6 as place_rank
    from int_billing_gaps as gaps
    inner join int_lineage__threads as threads on gaps.contract_id = threads.contract_id
    union all
    select
        gaps.gap_id,
        threads.order_to_cash_id,
        7 as place_rank
    from int_billing_gaps as gaps
    inner join int_lineage__threads as threads on gaps.opportunity_id = threads.opportunity_id
),

int_lineage__gap_places as (
    select
        gap_id,
        min_by(order_to_cash_id, (place_rank, order_to_cash_id)) as order_to_cash_id
    from candidates
    group by gap_id
)

select * from int_lineage__gap_places
