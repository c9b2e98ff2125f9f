with problems as (
    select * from {{ ref('stg_loads__load_notices') }}
),

messages as (
    select * from {{ ref('messages') }}
),

load_notices as (
    select
        problems.source,
        problems.file,
        problems.column_name,

        problems.reason_code,
        {{ problem_text('en') }} as reason,
        {{ problem_text('es') }} as reason_es,
        problems.value
    from problems
    left join messages on problems.reason_code = messages.code
)

select * from load_notices
