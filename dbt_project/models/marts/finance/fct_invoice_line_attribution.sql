with int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
),

fct_invoice_line_attribution as (
    -- A line that bills several periods of one contract line stands once, with the first of them.
    select
        invoice_line_id,
        contract_line_id,
        any_value(invoice_id) as invoice_id,
        any_value(attribution_rule) as attribution_rule,
        any_value(period_rule) as period_rule,
        count(billing_period_start)::integer as period_count,
        sum(attributed_amount)::decimal(18, 4) as attributed_amount,
        any_value(currency) as currency,
        min(confidence) as confidence,
        min(billing_period_start) as billing_period_start
    from int_invoice_line_attribution
    group by invoice_line_id, contract_line_id
)

select * from fct_invoice_line_attribution
