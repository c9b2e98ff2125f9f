-- Fails if the weeks of a forecast do not add up to what customers owed on the day it was made:
-- money would be expected twice, or forgotten.
with forecasts as (
    select
        legal_entity_id,
        currency,
        made_on,
        sum(forecast_amount) as forecast_amount
    from {{ ref('fct_cash_forecast') }}
    group by legal_entity_id, currency, made_on
)

select
    metrics.legal_entity_id,
    metrics.currency,
    metrics.closed_on,
    metrics.receivable_amount,
    forecasts.forecast_amount
from {{ ref('fct_collection_metrics') }} as metrics
inner join {{ ref('run_settings') }} as run_settings
    on metrics.closed_on > run_settings.as_of_date - 366
left join forecasts
    on
        metrics.legal_entity_id = forecasts.legal_entity_id
        and metrics.currency = forecasts.currency
        and metrics.closed_on = forecasts.made_on
where metrics.receivable_amount != coalesce(forecasts.forecast_amount, 0)
