with stg_rates_files__published_values as (
    select * from {{ ref('stg_rates_files__published_values') }}
    where value is not null
),

quoted as (
    -- Banco Central de Chile names each series (UF, observed dollar, pesos for a unit of another
    -- currency); the ECB's say how much of a currency one euro buys.
    select
        *,
        case
            when series_id = 'F073.UFF.PRE.Z.D' then 'CLF'
            when series_id = 'F073.TCO.PRE.Z.D' then 'USD'
            when series_id like 'EXR.D.___.EUR.SP00.A' then 'EUR'
            -- The dollar has a rate of its own.
            when series_id != 'F072.CLP.USD.N.O.D'
                then nullif(regexp_extract(series_id, '^F072\.CLP\.([A-Z]{3})\.N\.O\.D$', 1), '')
        end as from_currency,
        case
            when series_id like 'EXR.D.___.EUR.SP00.A' then split_part(series_id, '.', 3)
            else 'CLP'
        end as to_currency
    from stg_rates_files__published_values
),

map_rates_files__exchange_rates as (
    select
        observed_on as rate_date,
        from_currency,
        to_currency,
        value as rate,
        2 as precedence,
        source_record
    from quoted
    where from_currency is not null
)

select * from map_rates_files__exchange_rates
