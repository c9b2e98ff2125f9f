with int_bridge__threads as (
    select * from {{ ref('int_bridge__threads') }}
),

measures as (
    -- What is billed is net; what is collected has the tax in it. A receipt that no document took
    -- is collected and not billed.
    select
        sale_id,
        order_to_cash_id,
        currency,
        billed_amount,
        tax_amount as tax,
        -open_amount as receivable,
        note_used_amount as credit_note_used,
        credit_applied_amount as credit_applied,
        case when stage_reached = 'receipt' then collected_amount end as receipt,
        case
            when stage_reached != 'receipt'
                then
                    collected_amount - billed_amount - tax_amount + open_amount
                    - note_used_amount - credit_applied_amount
        end as converted,
        case
            when recognised_amount is not null
                then least(recognised_amount - billed_amount, 0)
        end as deferred_revenue,
        case
            when recognised_amount is not null
                then greatest(recognised_amount - billed_amount, 0)
        end as unbilled_revenue,
        case when recognised_amount is null then -billed_amount end as revenue_unknown
    from int_bridge__threads
),

reasoned as (
    unpivot measures
    on tax, receivable, credit_note_used, credit_applied, receipt, converted, deferred_revenue,
    unbilled_revenue, revenue_unknown
    into name reason value amount
),

int_bridge__money_steps as (
    select
        sale_id,
        order_to_cash_id,
        currency,
        'billed' as from_stage,
        case
            when reason in ('deferred_revenue', 'unbilled_revenue', 'revenue_unknown')
                then 'recognised'
            else 'collected'
        end as to_stage,
        reason,
        amount::decimal(18, 4) as amount
    from reasoned
    where amount != 0
)

select * from int_bridge__money_steps
