-- Fails if a contract, a line that counts, or a period that is due, billed or begun is in no
-- thread, or in two: what was sold would be forgotten, or asked for twice.
with threads as (
    select * from {{ ref('fct_order_to_cash') }}
),

things as (
    select
        'contract ' || contracts.contract_id as thing,
        count(threads.order_to_cash_id) >= 1 as is_threaded
    from {{ ref('contracts') }} as contracts
    left join threads on contracts.contract_id = threads.contract_id
    group by contracts.contract_id
    union all
    select
        'contract line ' || lines.contract_line_id as thing,
        count(threads.order_to_cash_id) >= 1 as is_threaded
    from {{ ref('int_terms__lines') }} as lines
    left join threads on lines.contract_line_id = threads.contract_line_id
    group by lines.contract_line_id
    union all
    select
        'period ' || measured.contract_line_id || ' ' || measured.billing_period_start as thing,
        count(threads.order_to_cash_id) = 1 as is_threaded
    from {{ ref('int_gaps__measured') }} as measured
    left join threads
        on
            measured.contract_line_id = threads.contract_line_id
            and measured.billing_period_start = threads.billing_period_start
    group by measured.contract_line_id, measured.billing_period_start
)

select thing
from things
where not is_threaded
