with landed as (
    {{ union_landed('quarantined_rows') }}
),

stg_loads__quarantined_rows as (
    select
        landed_by as source,
        file,
        row_number::integer as row_number,
        column_name,
        reason_code,
        value,
        raw_row
    from landed
)

select * from stg_loads__quarantined_rows
