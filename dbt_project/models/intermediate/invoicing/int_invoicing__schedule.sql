with int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
),

int_invoicing__billed_periods as (
    select * from {{ ref('int_invoicing__billed_periods') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select tax_rounding from {{ ref('run_settings') }}
),

held as (
    -- CANONICAL 2, currency: under `issue_date` the rate is that of the first document, once there
    -- is one; the bill date's until then.
    select
        int_billing_schedule.*,
        int_billing_schedule.fx_rule = 'issue_date'
        and int_billing_schedule.currency != int_billing_schedule.invoice_currency
        and int_invoicing__billed_periods.first_issue_rate is not null as is_held,
        int_invoicing__billed_periods.first_issue_rate
    from int_billing_schedule
    left join int_invoicing__billed_periods
        on
            int_billing_schedule.contract_line_id
            = int_invoicing__billed_periods.contract_line_id
            and int_billing_schedule.billing_period_start
            = int_invoicing__billed_periods.billing_period_start
),

rated as (
    select
        held.* exclude (
            is_held, first_issue_rate, exchange_rate, is_rate_provisional,
            invoice_net_amount, tax_amount
        ),
        case when is_held then first_issue_rate else exchange_rate end as exchange_rate,
        is_rate_provisional and not is_held as is_rate_provisional,
        case
            when is_held then {{ round_amount(
                times_rate('net_amount', 'first_issue_rate'), 'currencies.minor_units'
            ) }}
            else invoice_net_amount
        end as invoice_net_amount,
        currencies.minor_units as invoice_minor_units
    from held
    inner join currencies on held.invoice_currency = currencies.currency
),

int_invoicing__schedule as (
    select
        rated.*,
        {{ round_tax(
            times_rate('rated.invoice_net_amount', 'coalesce(rated.tax_rate, 0)'),
            'rated.invoice_minor_units'
        ) }} as tax_amount
    from rated
    cross join run_settings
)

select * from int_invoicing__schedule
