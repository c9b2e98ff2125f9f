with int_revenue__credit_notes as (
    select * from {{ ref('int_revenue__credit_notes') }}
),

fct_credit_note_revenue as (
    select
        invoice_id,
        contract_line_id,

        credited_amount,
        corrected_amount,
        contra_amount,
        deferred_amount,
        currency,

        billing_period_start,
        revenue_month
    from int_revenue__credit_notes
)

select * from fct_credit_note_revenue
