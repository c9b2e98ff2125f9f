with problems as (
    select * from {{ ref('stg_loads__quarantined_files') }}
),

messages as (
    select * from {{ ref('messages') }}
),

quarantined_files as (
    select
        problems.source,
        problems.file,

        problems.reason_code,
        {{ problem_text('en') }} as reason,
        {{ problem_text('es') }} as reason_es,
        problems.value
    from problems
    left join messages on problems.reason_code = messages.code
)

select * from quarantined_files
