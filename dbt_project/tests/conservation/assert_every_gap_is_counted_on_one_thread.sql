-- Fails if the threads count more or fewer gaps than there are: a reader of one would miss some.
with gaps as (
    select count(*) as gap_count
    from {{ ref('fct_billing_gaps') }}
),

threads as (
    select coalesce(sum(gap_count), 0) as gap_count
    from {{ ref('fct_order_to_cash') }}
)

select
    gaps.gap_count,
    threads.gap_count as thread_gap_count
from gaps
cross join threads
where gaps.gap_count != threads.gap_count
