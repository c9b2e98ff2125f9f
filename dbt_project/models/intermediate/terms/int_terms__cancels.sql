with int_terms__cancel_dates as (
    select * from {{ ref('int_terms__cancel_dates') }}
),

int_terms__cancels as (
    -- CANONICAL 2, the line's life: the earliest cancel wins.
    select
        contract_line_id,
        min(cancelled_on) as cancelled_on
    from int_terms__cancel_dates
    group by contract_line_id
)

select * from int_terms__cancels
