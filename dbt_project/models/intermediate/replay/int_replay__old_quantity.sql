with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

earlier as (
    -- Values that were in force before the period, the signed ones of the line's start among them.
    select
        contract_line_id,
        quantity,
        segment_start
    from int_terms__segments
    where quantity is not null
    union all
    select
        contract_line_id,
        quantity,
        life_start as segment_start
    from int_terms__lines
    where quantity is not null
),

int_replay__old_quantity as (
    -- CANONICAL 3, causes (3): a value in force earlier.
    select distinct
        int_gaps__diverging_periods.contract_line_id,
        int_gaps__diverging_periods.billing_period_start,
        'old_quantity' as gap_cause,
        {{ number_text('earlier.quantity') }} as detail,
        earlier.quantity as new_quantity
    from int_gaps__diverging_periods
    inner join earlier
        on
            int_gaps__diverging_periods.contract_line_id = earlier.contract_line_id
            and int_gaps__diverging_periods.billing_period_start > earlier.segment_start
)

select * from int_replay__old_quantity
