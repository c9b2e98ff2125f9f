with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_replay__not_converted as (
    -- CANONICAL 3, causes (2): the figure in contract currency printed as invoice currency.
    select
        contract_line_id,
        billing_period_start,
        'not_converted' as gap_cause,
        currency as detail,
        1::decimal(28, 16) as new_rate
    from int_gaps__diverging_periods
    where currency != invoice_currency
)

select * from int_replay__not_converted
