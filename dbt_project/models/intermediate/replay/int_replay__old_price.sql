with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

earlier as (
    -- Prices in force before the period, the signed one of the line's start among them.
    select
        contract_line_id,
        unit_price,
        period_start
    from int_billing_schedule
    where unit_price is not null and charge_kind = 'recurring'
    union all
    select
        contract_line_id,
        unit_price,
        life_start as period_start
    from int_terms__lines
    where unit_price is not null
),

int_replay__old_price as (
    -- CANONICAL 3, causes (3): a value in force earlier.
    select distinct
        int_gaps__diverging_periods.contract_line_id,
        int_gaps__diverging_periods.billing_period_start,
        'old_price' as gap_cause,
        {{ number_text('earlier.unit_price') }} as detail,
        earlier.unit_price as new_unit_price
    from int_gaps__diverging_periods
    inner join earlier
        on
            int_gaps__diverging_periods.contract_line_id = earlier.contract_line_id
            and int_gaps__diverging_periods.billing_period_start > earlier.period_start
)

select * from int_replay__old_price
