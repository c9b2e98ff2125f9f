with int_billing__due_periods as (
    select * from {{ ref('int_billing__due_periods') }}
),

run_settings as (
    select grace_days from {{ ref('run_settings') }}
),

int_invoicing__bill_windows as (
    -- A document that prints no period bills the one whose bill date came last before it.
    select
        contract_line_id,
        billing_period_start,
        billing_period_end + 1 as billing_period_until,
        invoice_net_amount,
        first_bill_on - grace_days as window_start,
        coalesce(
            lead(first_bill_on) over line_in_time - grace_days,
            first_bill_on + (billing_period_end + 1 - billing_period_start)::integer
        ) as window_until,
        row_number() over line_in_time = 1 as is_first
    from int_billing__due_periods
    cross join run_settings
    window line_in_time as (partition by contract_line_id order by billing_period_start)
)

select * from int_invoicing__bill_windows
