with int_invoicing__schedule as (
    select * from {{ ref('int_invoicing__schedule') }}
),

contract_lines as (
    select
        contract_line_id,
        billing_period,
        price_period,
        included_quantity
    from {{ ref('contract_lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

written as (
    -- Every factor as a person would write it; a factor of one is left out.
    select
        int_invoicing__schedule.*,
        contract_lines.billing_period,
        contract_lines.price_period,
        contract_lines.included_quantity,
        {{ number_text('int_invoicing__schedule.used_quantity') }} as used_text,
        {{ number_text('contract_lines.included_quantity') }} as included_text,
        {{ amount_text('int_invoicing__schedule.minimum_share_amount', 'currencies.minor_units') }}
            as minimum_text,
        {{ amount_text('int_invoicing__schedule.billed_amount', 'currencies.minor_units') }}
            as billed_text,
        coalesce(int_invoicing__schedule.percent_discounts, '') as percents_text,
        {{ number_text('int_invoicing__schedule.amount_discount') }} as amount_discount_text,
        greatest(
            gcd(
                int_invoicing__schedule.ratio_numerator, int_invoicing__schedule.ratio_denominator
            ),
            1
        ) as ratio_divisor,
        {{ number_text('int_invoicing__schedule.quantity') }} as quantity_text,
        {{ number_text('int_invoicing__schedule.unit_price') }} as unit_price_text,
        {{ number_text('int_invoicing__schedule.exchange_rate') }} as exchange_rate_text,
        {{ amount_text('int_invoicing__schedule.net_amount', 'currencies.minor_units') }}
            as net_text,
        {{ amount_text(
            'int_invoicing__schedule.invoice_net_amount', 'int_invoicing__schedule.invoice_minor_units'
        ) }} as invoice_net_text,
        int_invoicing__schedule.charge_model in ('flat', 'milestone') as is_flat,
        int_invoicing__schedule.charge_kind = 'recurring'
        and int_invoicing__schedule.price_ratio_numerator
        != int_invoicing__schedule.price_ratio_denominator as is_other_rhythm,
        int_invoicing__schedule.charge_kind = 'recurring'
        and int_invoicing__schedule.ratio_numerator
        != int_invoicing__schedule.ratio_denominator as is_share,
        int_invoicing__schedule.currency
        != int_invoicing__schedule.invoice_currency as is_converted
    from int_invoicing__schedule
    inner join contract_lines
        on int_invoicing__schedule.contract_line_id = contract_lines.contract_line_id
    inner join currencies on int_invoicing__schedule.currency = currencies.currency
),

int_invoicing__explanations as (
    select
        billing_schedule_id,
        contract_line_id,
        billing_period_start,
        period_start,
        charge_kind,
        {{ schedule_explanation('en') }} as explanation,
        {{ schedule_explanation('es') }} as explanation_es
    from written
)

select * from int_invoicing__explanations
