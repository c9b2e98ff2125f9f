with int_billing__due_periods as (
    select * from {{ ref('int_billing__due_periods') }}
),

contract_lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('contract_lines') }}
),

amendments as (
    select * from {{ ref('amendments') }}
    where kind in ('quantity', 'price', 'cancel')
),

touched as (
    -- An amendment touches a period that it cuts, or whose bill date had passed when it was signed.
    select
        int_billing__due_periods.contract_line_id,
        int_billing__due_periods.billing_period_start,
        int_billing__due_periods.last_bill_on,
        amendments.signed_on
    from int_billing__due_periods
    inner join contract_lines
        on int_billing__due_periods.contract_line_id = contract_lines.contract_line_id
    inner join amendments
        on
            contract_lines.contract_id = amendments.contract_id
            and coalesce(amendments.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
            and amendments.effective_date <= int_billing__due_periods.billing_period_end + 1
    where
        amendments.effective_date > int_billing__due_periods.billing_period_start
        or amendments.signed_on > int_billing__due_periods.bill_on
),

int_gaps__corrections as (
    -- CANONICAL 3: the correction for an amendment is due on the later of the last row's bill date
    -- and the day it was signed.
    select
        contract_line_id,
        billing_period_start,
        greatest(max(last_bill_on), max(signed_on)) as correction_due_on
    from touched
    group by contract_line_id, billing_period_start
)

select * from int_gaps__corrections
