with int_invoicing__explanations as (
    select * from {{ ref('int_invoicing__explanations') }}
),

int_gaps__arithmetic as (
    select
        contract_line_id,
        billing_period_start,
        string_agg(
            explanation,
            '; ' order by charge_kind = 'minimum_true_up', period_start, billing_schedule_id
        ) as arithmetic,
        string_agg(
            explanation_es,
            '; ' order by charge_kind = 'minimum_true_up', period_start, billing_schedule_id
        ) as arithmetic_es
    from int_invoicing__explanations
    group by contract_line_id, billing_period_start
)

select * from int_gaps__arithmetic
