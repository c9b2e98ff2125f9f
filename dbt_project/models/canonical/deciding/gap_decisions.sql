with mapped as (
    {{ union_mapped('gap_decisions') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

gap_decisions as (
    select
        mapped.gap_id,
        mapped.decision,
        mapped.owner,
        mapped.reason,
        mapped.decided_on,
        mapped.expires_on,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.decided_on <= run_settings.as_of_date
)

select * from gap_decisions
