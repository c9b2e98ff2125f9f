with closed_amounts as (
    select * from {{ ref('closed_amounts') }}
),

int_closing__amounts as (
    select * from {{ ref('int_closing__amounts') }}
),

int_closing__untold_lines as (
    select * from {{ ref('int_closing__untold_lines') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

gone as (
    -- What was known once and is no more stands at nothing, unless it is only not told now.
    select distinct
        closed_amounts.closing_month,
        closed_amounts.table_name,
        closed_amounts.record_id,
        closed_amounts.measure,
        closed_amounts.currency
    from closed_amounts
    left join int_closing__amounts as amounts
        on
            closed_amounts.closing_month = amounts.closing_month
            and closed_amounts.table_name = amounts.table_name
            and closed_amounts.record_id = amounts.record_id
            and closed_amounts.measure = amounts.measure
            and closed_amounts.currency = amounts.currency
    left join int_closing__untold_lines as untold
        on
            closed_amounts.table_name = 'fct_revenue_schedule'
            and closed_amounts.record_id = untold.contract_line_id
    where amounts.record_id is null and untold.contract_line_id is null
),

known as (
    select * from closed_amounts
    union all by name
    select
        amounts.*,
        run_settings.as_of_date as known_on,
        false as is_frozen
    from int_closing__amounts as amounts
    cross join run_settings
    union all by name
    select
        gone.*,
        0 as amount,
        run_settings.as_of_date as known_on,
        false as is_frozen
    from gone
    cross join run_settings
),

followed as (
    -- What was not frozen stood at nothing when the month was closed.
    select
        *,
        coalesce(max(amount) filter (where is_frozen) over one_amount, 0) as frozen_amount,
        coalesce(lag(amount) over in_time, 0) as earlier_amount,
        max(legal_entity_id) over one_amount as known_legal_entity_id
    from known
    window
        one_amount as (partition by closing_month, table_name, record_id, measure, currency),
        in_time as (
            partition by closing_month, table_name, record_id, measure, currency
            order by known_on asc, is_frozen desc
        )
),

int_late_adjustments as (
    select
        concat_ws(
            '@', closing_month, table_name, measure, record_id, currency, known_on
        ) as late_adjustment_id,
        closing_month,
        table_name,
        record_id,
        measure,
        coalesce(legal_entity_id, known_legal_entity_id) as legal_entity_id,
        frozen_amount::decimal(18, 4) as frozen_amount,
        earlier_amount::decimal(18, 4) as earlier_amount,
        amount::decimal(18, 4) as later_amount,
        (amount - earlier_amount)::decimal(18, 4) as adjustment_amount,
        currency,
        known_on as detected_on
    from followed
    where not is_frozen and amount != earlier_amount
)

select * from int_late_adjustments
