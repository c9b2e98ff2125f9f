with int_invoicing__schedule as (
    select * from {{ ref('int_invoicing__schedule') }}
),

int_invoicing__explanations as (
    select * from {{ ref('int_invoicing__explanations') }}
),

run_settings as (
    select horizon_on from {{ ref('run_settings') }}
),

fct_billing_schedule as (
    select
        int_invoicing__schedule.billing_schedule_id,
        int_invoicing__schedule.contract_id,
        int_invoicing__schedule.contract_line_id,
        int_invoicing__schedule.milestone_id,
        int_invoicing__schedule.charge_kind,
        int_invoicing__schedule.quantity,
        int_invoicing__schedule.unit_price,
        int_invoicing__schedule.net_amount,
        int_invoicing__schedule.currency,
        int_invoicing__schedule.exchange_rate,
        int_invoicing__schedule.invoice_net_amount,
        int_invoicing__schedule.tax_amount,
        int_invoicing__schedule.invoice_currency,
        int_invoicing__schedule.clauses,
        int_invoicing__explanations.explanation,
        int_invoicing__explanations.explanation_es,
        int_invoicing__schedule.is_due,
        int_invoicing__schedule.is_renewal,
        int_invoicing__schedule.is_rate_provisional,
        int_invoicing__schedule.is_index_provisional,
        int_invoicing__schedule.period_start,
        int_invoicing__schedule.period_end,
        int_invoicing__schedule.billing_period_start,
        int_invoicing__schedule.billing_period_end,
        int_invoicing__schedule.bill_on
    from int_invoicing__schedule
    inner join int_invoicing__explanations
        on
            int_invoicing__schedule.billing_schedule_id
            = int_invoicing__explanations.billing_schedule_id
    -- CANONICAL 2, bill date: rows up to the horizon are the forecast.
    inner join run_settings on int_invoicing__schedule.bill_on <= run_settings.horizon_on
)

select * from fct_billing_schedule
