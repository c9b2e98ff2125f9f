with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

accepted as (
    select
        contract_line_id,
        billing_period_start
    from {{ ref('int_billing_gaps') }}
    where
        gap_class in (
            'not_billed', 'milestone_not_billed', 'usage_not_billed', 'renewal_not_billed'
        )
        and status = 'accepted'
    group by all
),

int_closing__due_periods as (
    -- A month is closed without days of grace: what fell due in it is billed, or somebody accepted
    -- that it is not.
    select
        date_trunc('month', measured.bill_on)::date as closing_month,
        'due_billed' as check_name,
        measured.legal_entity_id,
        measured.invoice_currency as currency,
        measured.contract_line_id || '@' || measured.billing_period_start as item_id,
        measured.positive_document_count = 0 and accepted.contract_line_id is null as is_failed,
        measured.expected_amount::decimal(18, 4) as failed_amount,
        null::date as loaded_to_date
    from int_gaps__measured as measured
    left join accepted
        on
            measured.contract_line_id = accepted.contract_line_id
            and measured.billing_period_start = accepted.billing_period_start
    where
        measured.is_due
        and measured.unjudged_reason is null
        and measured.bill_on is not null
        and measured.expected_amount > measured.tolerance_amount
)

select * from int_closing__due_periods
