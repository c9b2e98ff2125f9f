with int_gaps__period_classes as (
    select * from {{ ref('int_gaps__period_classes') }}
),

int_gaps__diverging_periods as (
    -- Only what was under- or over-billed is replayed: the others have no cause to look for.
    select
        contract_line_id,
        billing_period_start,
        billing_period_end + 1 as billing_period_until,
        currency,
        invoice_currency,
        billed_amount,
        expected_amount,
        gap_amount,
        tolerance_amount,
        charge_kind,
        fx_rule,
        row_count,
        first_billed_on,
        as_of_date,
        -- The rate that a replay converts at: what the documents are held at, else the schedule's.
        case when is_held_at_issue_rate then first_issue_rate end as held_rate
    from int_gaps__period_classes
    where gap_class in ('under_billed', 'over_billed')
)

select * from int_gaps__diverging_periods
