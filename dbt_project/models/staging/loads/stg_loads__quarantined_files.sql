with landed as (
    {{ union_landed('quarantined_files') }}
),

stg_loads__quarantined_files as (
    select
        landed_by as source,
        file,
        null::integer as row_number,
        null::varchar as column_name,
        reason_code,
        value
    from landed
)

select * from stg_loads__quarantined_files
