with mapped as (
    {{ union_mapped('closed_amounts') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

month_closes as (
    select closing_month from {{ ref('month_closes') }}
),

closed_amounts as (
    select
        mapped.table_name,
        mapped.record_id,
        mapped.measure,
        mapped.legal_entity_id,
        mapped.amount,
        mapped.currency,
        mapped.is_frozen,
        mapped.closing_month,
        mapped.known_on
    from mapped
    inner join month_closes on mapped.closing_month = month_closes.closing_month
    -- What an earlier run of this very day saw is seen anew.
    inner join run_settings
        on mapped.known_on < run_settings.as_of_date + mapped.is_frozen::integer
)

select * from closed_amounts
