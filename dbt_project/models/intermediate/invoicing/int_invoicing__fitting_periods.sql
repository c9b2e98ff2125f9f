with int_invoicing__unfitting as (
    select * from {{ ref('int_invoicing__unfitting') }}
),

int_billing__due_periods as (
    select * from {{ ref('int_billing__due_periods') }}
    where net_amount > 0
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

priced as (
    -- What each period of the line comes to on the day of the document.
    select
        unfitting.*,
        periods.billing_period_start,
        periods.billing_period_end,
        periods.bill_on,
        periods.invoice_net_amount,
        periods.net_amount as contract_net_amount,
        case
            when periods.currency = periods.invoice_currency then 1
            when periods.fx_rule = 'issue_date' then rates.exchange_rate
            else periods.exchange_rate
        end as exchange_rate,
        periods.fx_rule = 'issue_date'
        and periods.currency != periods.invoice_currency as is_held_at_issue_rate,
        invoice_units.minor_units as invoice_minor_units,
        contract_units.minor_units as contract_minor_units,
        run_settings.tolerance_minor_units,
        run_settings.grace_days
    from int_invoicing__unfitting as unfitting
    inner join int_billing__due_periods as periods
        on
            unfitting.contract_line_id = periods.contract_line_id
            and unfitting.currency = periods.invoice_currency
    inner join currencies as invoice_units
        on periods.invoice_currency = invoice_units.currency
    inner join currencies as contract_units on periods.currency = contract_units.currency
    left join daily_exchange_rates as rates
        on
            periods.currency = rates.from_currency
            and periods.invoice_currency = rates.to_currency
            and unfitting.issue_date = rates.rate_on
    cross join run_settings
),

int_invoicing__fitting_periods as (
    -- Periods that the amount fits, and that the document can mean: one it touches, or one that was
    -- due by then.
    select
        *,
        {{ overlap_days(
            'printed_start', 'printed_until', 'billing_period_start', 'billing_period_end + 1'
        ) }} as shared_days
    from priced
    where
        abs(net_amount - case
            when is_held_at_issue_rate then {{ round_amount(
                times_rate('contract_net_amount', 'exchange_rate'), 'invoice_minor_units'
            ) }}
            else invoice_net_amount
        end) <= tolerance_minor_units * greatest(
            {{ one_minor_unit('invoice_minor_units') }},
            {{ times_rate(one_minor_unit('contract_minor_units'), 'exchange_rate') }}
        )
        and (
            bill_on <= issue_date + grace_days
            or {{ overlaps(
                'printed_start', 'printed_until',
                'billing_period_start', 'billing_period_end + 1'
            ) }}
        )
)

select * from int_invoicing__fitting_periods
