with int_revenue__concessions as (
    select * from {{ ref('int_revenue__concessions') }}
),

int_revenue__earned as (
    select * from {{ ref('int_revenue__earned') }}
),

earned_before as (
    select
        notes.contract_line_id,
        notes.billing_period_start,
        notes.invoice_id,
        coalesce(sum(earned.earned_amount), 0) as earned_amount
    from int_revenue__concessions as notes
    left join int_revenue__earned as earned
        on
            notes.contract_line_id = earned.contract_line_id
            and notes.billing_period_start = earned.billing_period_start
            and notes.revenue_month > earned.revenue_month
    group by notes.contract_line_id, notes.billing_period_start, notes.invoice_id
),

in_time as (
    select
        notes.*,
        earned_before.earned_amount,
        sum(notes.conceded_amount) over (
            partition by notes.contract_line_id, notes.billing_period_start
            order by notes.document_number
        ) as conceded_to_date
    from int_revenue__concessions as notes
    inner join earned_before
        on
            notes.contract_line_id = earned_before.contract_line_id
            and notes.billing_period_start = earned_before.billing_period_start
            and notes.invoice_id = earned_before.invoice_id
),

shared as (
    select
        *,
        {{ conceded_share('conceded_to_date', 'earned_amount') }}
        - {{ conceded_share('(conceded_to_date - conceded_amount)', 'earned_amount') }}
            as contra_amount
    from in_time
),

int_revenue__credit_notes as (
    select
        contract_line_id,
        billing_period_start,
        invoice_id,
        revenue_month,
        credited_amount,
        (credited_amount - conceded_amount)::decimal(18, 4) as corrected_amount,
        contra_amount::decimal(18, 4) as contra_amount,
        (conceded_amount - contra_amount)::decimal(18, 4) as deferred_amount,
        currency
    from shared
)

select * from int_revenue__credit_notes
