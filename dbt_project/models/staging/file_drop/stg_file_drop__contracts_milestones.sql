with source as (
    select * from {{ source('file_drop', 'contracts_milestones') }}
),

stg_file_drop__contracts_milestones as (
    select
        milestone_id,
        contract_line_id,
        name,
        amount::decimal(18, 4) as amount,
        planned_on::date as planned_on,
        completed_on::date as completed_on,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__contracts_milestones
