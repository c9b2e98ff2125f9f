with int_invoicing__linked as (
    select * from {{ ref('int_invoicing__linked') }}
    where charge_model = 'milestone'
),

int_billing__due_periods as (
    select * from {{ ref('int_billing__due_periods') }}
    where charge_kind = 'milestone'
),

run_settings as (
    select grace_days from {{ ref('run_settings') }}
),

numbered_milestones as (
    select
        contract_line_id,
        billing_period_start,
        invoice_net_amount,
        row_number() over (
            partition by contract_line_id, invoice_net_amount order by billing_period_start
        ) as milestone_number
    from int_billing__due_periods
),

numbered_lines as (
    select
        *,
        row_number() over (
            partition by contract_line_id, net_amount order by issue_date, invoice_line_id
        ) as document_number
    from int_invoicing__linked
),

candidates as (
    select
        linked.invoice_line_id,
        linked.contract_line_id,
        linked.document_type,
        linked.document_number = milestones.milestone_number as is_same_number,
        linked.net_amount = milestones.invoice_net_amount as is_same_amount,
        milestones.invoice_net_amount as weight,
        coalesce({{ overlaps(
            'linked.printed_start', 'linked.printed_until',
            'milestones.billing_period_start', 'milestones.billing_period_start + 1'
        ) }}, false) as is_printed,
        milestones.billing_period_start <= linked.issue_date + run_settings.grace_days as is_done,
        milestones.billing_period_start
    from numbered_lines as linked
    inner join numbered_milestones as milestones
        on linked.contract_line_id = milestones.contract_line_id
    cross join run_settings
),

int_invoicing__milestones as (
    -- A document bills the milestone of the day that it prints, else the one of its amount (of
    -- several alike the first document bills the first), else the last one done before it. A
    -- credit note only that of the day it prints.
    select
        invoice_line_id,
        contract_line_id,
        billing_period_start,
        weight,
        'milestone' as period_rule
    from candidates
    where document_type != 'credit_note' or is_printed
    qualify
        row_number() over (
            partition by invoice_line_id
            order by
                is_printed desc,
                (is_same_amount and is_done and is_same_number) desc,
                (is_same_amount and is_done) desc,
                is_done desc,
                case when is_done then -(billing_period_start - '2000-01-01'::date) end,
                billing_period_start asc
        ) = 1
)

select * from int_invoicing__milestones
