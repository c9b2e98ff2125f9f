with int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
    where charge_model in ('one_time', 'milestone')
),

milestones as (
    select * from {{ ref('milestones') }}
    where completed_on is not null
),

run_settings as (
    select horizon_on from {{ ref('run_settings') }}
),

int_billing__point_periods as (
    -- CANONICAL 2, charge models: a one-time charge on its start, a milestone when it is done.
    select
        terms_variant,
        contract_line_id,
        null::varchar as milestone_id,
        null::decimal(18, 4) as milestone_amount,
        life_start as billing_period_start
    from int_terms__priceable_lines
    cross join run_settings
    where charge_model = 'one_time' and life_start <= horizon_on
    union all by name
    select
        lines.terms_variant,
        lines.contract_line_id,
        milestones.milestone_id,
        milestones.amount as milestone_amount,
        milestones.completed_on as billing_period_start
    from int_terms__priceable_lines as lines
    inner join milestones
        on
            lines.contract_line_id = milestones.contract_line_id
            and lines.life_until > milestones.completed_on
    where lines.charge_model = 'milestone'
)

select * from int_billing__point_periods
