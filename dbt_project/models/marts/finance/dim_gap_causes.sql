with gap_causes as (
    select * from {{ ref('gap_causes') }}
),

dim_gap_causes as (
    select
        gap_cause,
        name_en,
        name_es
    from gap_causes
)

select * from dim_gap_causes
