with fct_billing_schedule as (
    select * from {{ ref('fct_billing_schedule') }}
    where not is_due and invoice_net_amount is not null
),

rpt_billing_forecast as (
    -- What is to be billed from the as-of date to the horizon; a rate or index of a later day is
    -- the last one known.
    select
        count(distinct contract_line_id)::integer as contract_line_count,

        sum(invoice_net_amount)::decimal(38, 4) as forecast_amount,
        coalesce(sum(invoice_net_amount) filter (where is_renewal), 0)::decimal(38, 4)
            as renewal_amount,
        coalesce(sum(invoice_net_amount) filter (where charge_kind = 'usage'), 0)::decimal(38, 4)
            as usage_amount,
        coalesce(
            sum(invoice_net_amount) filter (where is_rate_provisional or is_index_provisional), 0
        )::decimal(38, 4) as provisional_amount,
        invoice_currency as currency,

        date_trunc('month', bill_on)::date as billing_month
    from fct_billing_schedule
    group by invoice_currency, date_trunc('month', bill_on)
)

select * from rpt_billing_forecast
