with int_invoicing__schedule as (
    select * from {{ ref('int_invoicing__schedule') }}
),

run_settings as (
    select horizon_on from {{ ref('run_settings') }}
),

int_bridge__contracted as (
    -- What the terms ask for up to the horizon, due or not; without a rate no amount is known.
    select
        {{ joined_id(['schedule.contract_line_id', 'schedule.billing_period_start']) }}
            as order_to_cash_id,
        any_value(schedule.contract_id) as contract_id,
        any_value(schedule.contract_line_id) as contract_line_id,
        sum(coalesce(schedule.invoice_net_amount, 0))::decimal(18, 4) as contracted_amount,
        coalesce(
            sum(schedule.invoice_net_amount) filter (where schedule.is_renewal), 0
        )::decimal(18, 4) as renewed_amount,
        coalesce(
            sum(schedule.invoice_net_amount) filter (
                where schedule.charge_kind = 'usage' and not schedule.is_renewal
            ),
            0
        )::decimal(18, 4) as metered_amount,
        any_value(schedule.invoice_currency) as currency
    from int_invoicing__schedule as schedule
    inner join run_settings on schedule.bill_on <= run_settings.horizon_on
    group by schedule.contract_line_id, schedule.billing_period_start
)

select * from int_bridge__contracted
