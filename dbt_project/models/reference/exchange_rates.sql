with mapped as (
    {{ union_mapped('exchange_rates') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

exchange_rates as (
    select
        mapped.rate_date,
        mapped.from_currency,
        mapped.to_currency,
        mapped.rate,
        {{ inverse_rate('mapped.rate') }} as inverse_rate,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.rate_date <= run_settings.as_of_date
    -- What the firm states comes before what a central bank published for the same day, and that
    -- before what an ERP rounded.
    qualify
        row_number() over (
            partition by mapped.rate_date, mapped.from_currency, mapped.to_currency
            order by mapped.precedence, mapped.source_record
        ) = 1
)

select * from exchange_rates
