with stg_rates_files__published_values as (
    select * from {{ ref('stg_rates_files__published_values') }}
    where value is not null
),

map_rates_files__index_values as (
    -- The monthly tax unit, and consumer prices on one base over all years (2023 = 100).
    select
        case series_id
            when 'F073.UTR.PRE.Z.M' then 'UTM'
            when 'F074.IPC.IND.Z.EP23.C.M' then 'IPC'
        end as index_code,
        date_trunc('month', observed_on)::date as index_month,
        value,
        true as is_published,
        source_record
    from stg_rates_files__published_values
    where series_id in ('F073.UTR.PRE.Z.M', 'F074.IPC.IND.Z.EP23.C.M')
)

select * from map_rates_files__index_values
