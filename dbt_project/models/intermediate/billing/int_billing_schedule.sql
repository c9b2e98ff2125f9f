with int_billing__taxed as (
    select * from {{ ref('int_billing__taxed') }}
),

int_billing__lines as (
    select
        contract_line_id,
        contract_id,
        signed_on,
        first_term_end,
        unpriced_reason
    from {{ ref('int_billing__lines') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

int_billing_schedule as (
    select
        {{ joined_id(
            ['int_billing__taxed.contract_line_id', 'billing_period_start', 'period_start']
        ) }}
        || coalesce('@' || int_billing__taxed.milestone_id, '')
        || case int_billing__taxed.charge_kind when 'minimum_true_up' then '@minimum' else '' end
            as billing_schedule_id,
        int_billing__lines.contract_id,
        int_billing__taxed.contract_line_id,
        int_billing__taxed.milestone_id,
        int_billing__taxed.charge_kind,
        int_billing__taxed.charge_model,
        int_billing__taxed.proration,
        int_billing__taxed.fx_rule,
        int_billing__taxed.missing_index,
        int_billing__taxed.tier_arithmetic,
        concat_ws(
            ', ',
            int_billing__taxed.contract_line_id,
            int_billing__taxed.milestone_id,
            int_billing__taxed.clauses
        ) as clauses,
        int_billing__taxed.used_quantity,
        int_billing__taxed.quantity,
        int_billing__taxed.price_ratio_numerator,
        int_billing__taxed.price_ratio_denominator,
        int_billing__taxed.ratio_numerator,
        int_billing__taxed.ratio_denominator,
        int_billing__taxed.unit_price,
        int_billing__taxed.percent_discounts,
        int_billing__taxed.amount_discount,
        int_billing__taxed.charge_state,
        int_billing__taxed.minimum_share_amount,
        int_billing__taxed.billed_amount,
        int_billing__taxed.net_amount,
        int_billing__taxed.currency,
        int_billing__taxed.exchange_rate,
        int_billing__taxed.invoice_net_amount,
        int_billing__taxed.invoice_currency,
        int_billing__taxed.tax_rate,
        int_billing__taxed.tax_amount,
        int_billing__taxed.bill_on <= run_settings.as_of_date as is_due,
        coalesce(
            int_billing__taxed.billing_period_start > int_billing__lines.first_term_end,
            false
        ) as is_renewal,
        int_billing__taxed.is_rate_provisional,
        int_billing__taxed.is_index_provisional,
        int_billing__taxed.period_start,
        int_billing__taxed.period_until - 1 as period_end,
        int_billing__taxed.billing_period_start,
        int_billing__taxed.billing_period_until - 1 as billing_period_end,
        int_billing__taxed.bill_on,
        int_billing__lines.signed_on
    from int_billing__taxed
    inner join int_billing__lines
        on int_billing__taxed.contract_line_id = int_billing__lines.contract_line_id
    cross join run_settings
    where int_billing__lines.unpriced_reason is null
)

select * from int_billing_schedule
