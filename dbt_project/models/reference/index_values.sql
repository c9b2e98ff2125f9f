with mapped as (
    {{ union_mapped('index_values') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

index_values as (
    select
        mapped.index_code,
        mapped.index_month,
        mapped.value,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.index_month <= run_settings.as_of_date
    -- What the firm states comes before what was published for the same month.
    qualify
        row_number() over (
            partition by mapped.index_code, mapped.index_month order by mapped.is_published
        ) = 1
)

select * from index_values
