with int_billing__taxed as (
    select * from {{ ref('int_billing__taxed') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

int_billing__computed as (
    select
        {{ joined_id(
            ['contract_line_id', 'billing_period_start', 'period_start']
        ) }}
        || coalesce('@' || milestone_id, '')
        || case charge_kind when 'minimum_true_up' then '@minimum' else '' end
            as billing_schedule_id,
        contract_id,
        contract_line_id,
        milestone_id,
        charge_kind,
        charge_model,
        proration,
        fx_rule,
        missing_index,
        tier_arithmetic,
        concat_ws(
            ', ',
            contract_line_id,
            milestone_id,
            clauses
        ) as clauses,
        used_quantity,
        quantity,
        price_ratio_numerator,
        price_ratio_denominator,
        ratio_numerator,
        ratio_denominator,
        unit_price,
        percent_discounts,
        amount_discount,
        charge_state,
        minimum_share_amount,
        billed_amount,
        net_amount,
        currency,
        exchange_rate,
        invoice_net_amount,
        invoice_currency,
        tax_rate,
        tax_amount,
        bill_on <= run_settings.as_of_date as is_due,
        coalesce(
            billing_period_start > first_term_end,
            false
        ) as is_renewal,
        is_rate_provisional,
        is_index_provisional,
        period_start,
        period_until - 1 as period_end,
        billing_period_start,
        billing_period_until - 1 as billing_period_end,
        bill_on,
        signed_on
    from int_billing__taxed
    cross join run_settings
)

select * from int_billing__computed
