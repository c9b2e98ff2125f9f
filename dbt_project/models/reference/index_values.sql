with mapped as (
    {{ union_mapped('index_values') }}
),

index_values as (
    select
        index_code,
        index_month,
        value,
        source_record
    from mapped
)

select * from index_values
