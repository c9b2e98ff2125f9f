-- Fails if the credit notes of a line and month take back another sum of earlier months' revenue
-- than the schedule says: the two pages of the report would not tie.
with notes as (
    select
        contract_line_id,
        revenue_month,
        sum(contra_amount) as contra_amount
    from {{ ref('fct_credit_note_revenue') }}
    group by contract_line_id, revenue_month
),

schedule as (
    select
        contract_line_id,
        revenue_month,
        contra_amount
    from {{ ref('fct_revenue_schedule') }}
)

select
    schedule.contract_line_id,
    schedule.revenue_month,
    schedule.contra_amount,
    notes.contra_amount as notes_contra_amount
from schedule
left join notes
    on
        schedule.contract_line_id = notes.contract_line_id
        and schedule.revenue_month = notes.revenue_month
where schedule.contra_amount != coalesce(notes.contra_amount, 0)
