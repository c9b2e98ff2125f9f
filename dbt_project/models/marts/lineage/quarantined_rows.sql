with problems as (
    select * from {{ ref('stg_loads__quarantined_rows') }}
),

messages as (
    select * from {{ ref('messages') }}
),

quarantined_rows as (
    select
        problems.source,
        problems.file,
        problems.row_number,
        problems.column_name,

        problems.reason_code,
        {{ problem_text('en') }} as reason,
        {{ problem_text('es') }} as reason_es,
        problems.value,
        problems.raw_row
    from problems
    left join messages on problems.reason_code = messages.code
)

select * from quarantined_rows
