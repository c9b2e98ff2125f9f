with stg_file_drop__contracts_milestones as (
    select * from {{ ref('stg_file_drop__contracts_milestones') }}
),

map_file_drop__milestones as (
    select
        milestone_id,
        contract_line_id,
        name,
        amount,
        planned_on,
        completed_on,
        source_record
    from stg_file_drop__contracts_milestones
)

select * from map_file_drop__milestones
