with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_terms__changes as (
    select * from {{ ref('int_terms__changes') }}
    where kind = 'index'
),

index_codes as (
    select distinct index_code
    from {{ ref('index_values') }}
),

int_replay__wrong_index as (
    -- CANONICAL 3, causes (2): another month of the index, up to six before the anniversary, or
    -- another index.
    select
        periods.contract_line_id,
        periods.billing_period_start,
        'wrong_index' as gap_cause,
        index_codes.index_code || ' −' || lags.lag_months as detail,
        changes.change_id as altered_change_id,
        index_codes.index_code as new_index_code,
        lags.lag_months::integer as new_index_lag_months
    from int_gaps__diverging_periods as periods
    inner join int_terms__changes as changes
        on
            periods.contract_line_id = changes.contract_line_id
            and periods.billing_period_until > changes.began_on
    cross join index_codes
    cross join range(0, 7) as lags (lag_months)
    where
        (index_codes.index_code, lags.lag_months)
        is distinct from (changes.index_code, changes.index_lag_months)
)

select * from int_replay__wrong_index
