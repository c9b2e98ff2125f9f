with gap_classes as (
    select * from {{ ref('gap_classes') }}
),

dim_gap_classes as (
    select
        gap_class,
        gap_group,
        impact,
        severity,
        name_en,
        name_es,
        advice_en,
        advice_es
    from gap_classes
)

select * from dim_gap_classes
