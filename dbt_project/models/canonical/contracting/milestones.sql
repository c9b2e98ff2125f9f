with mapped as (
    {{ union_mapped('milestones') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

milestones as (
    select
        mapped.milestone_id,
        mapped.contract_line_id,
        mapped.name,
        mapped.amount,
        mapped.planned_on,
        -- CANONICAL 2, as-of date: what is done later is not done yet.
        case when mapped.completed_on <= run_settings.as_of_date then mapped.completed_on end
            as completed_on,
        mapped.source_record
    from mapped
    cross join run_settings
)

select * from milestones
