with landed as (
    {{ union_landed('load_notices') }}
),

stg_loads__load_notices as (
    select
        landed_by as source,
        file,
        null::integer as row_number,
        column_name,
        reason_code,
        value
    from landed
)

select * from stg_loads__load_notices
