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
        null::varchar as omitted_change_id,
        false as is_every_change_omitted,
        null::decimal(18, 8) as new_quantity,
        null::decimal(18, 8) as new_unit_price,
        null::varchar as new_proration,
        null::date as new_life_until,
        1::decimal(28, 16) as new_rate,
        false as is_tax_included
    from int_gaps__diverging_periods
    where currency != invoice_currency
)

select * from int_replay__not_converted
