with vendor_billings as (
    select * from {{ ref('vendor_billings') }}
),

int_billing__due_periods as (
    select
        contract_line_id,
        billing_period_start,
        billing_period_end,
        net_amount,
        currency
    from {{ ref('int_billing__due_periods') }}
    where is_due
),

opinions as (
    -- A charge belongs to the period that it begins in.
    select
        vendor_billings.contract_line_id,
        coalesce(periods.billing_period_start, vendor_billings.period_start)
            as billing_period_start,
        any_value(vendor_billings.currency) as currency,
        sum(vendor_billings.net_amount) as vendor_amount,
        count(*) as vendor_count,
        count(vendor_billings.invoice_line_id) as invoiced_count
    from vendor_billings
    left join int_billing__due_periods as periods
        on
            vendor_billings.contract_line_id = periods.contract_line_id
            and vendor_billings.period_start
            between periods.billing_period_start and periods.billing_period_end
    group by
        vendor_billings.contract_line_id,
        coalesce(periods.billing_period_start, vendor_billings.period_start)
),

expected as (
    -- Lines of which the system has no opinion at all are none of its business.
    select periods.*
    from int_billing__due_periods as periods
    semi join opinions on periods.contract_line_id = opinions.contract_line_id
),

fct_vendor_billing as (
    select
        coalesce(expected.contract_line_id, opinions.contract_line_id) as contract_line_id,
        coalesce(expected.billing_period_start, opinions.billing_period_start)
            as billing_period_start,
        coalesce(opinions.vendor_count, 0)::integer as vendor_count,
        coalesce(opinions.invoiced_count, 0)::integer as invoiced_count,
        coalesce(expected.net_amount, 0)::decimal(18, 4) as expected_amount,
        coalesce(opinions.vendor_amount, 0)::decimal(18, 4) as vendor_amount,
        (coalesce(opinions.vendor_amount, 0) - coalesce(expected.net_amount, 0))::decimal(18, 4)
            as difference_amount,
        coalesce(expected.currency, opinions.currency) as currency
    from expected
    full join opinions
        on
            expected.contract_line_id = opinions.contract_line_id
            and expected.billing_period_start = opinions.billing_period_start
)

select * from fct_vendor_billing
