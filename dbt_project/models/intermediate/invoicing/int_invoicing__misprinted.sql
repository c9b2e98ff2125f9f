with int_invoicing__unfitting as (
    select * from {{ ref('int_invoicing__unfitting') }}
),

int_invoicing__inside_life as (
    select * from {{ ref('int_invoicing__inside_life') }}
),

int_invoicing__linked as (
    select
        invoice_line_id,
        invoice_id,
        document_type,
        net_amount
    from {{ ref('int_invoicing__linked') }}
),

int_invoicing__live_documents as (
    select invoice_id from {{ ref('int_invoicing__live_documents') }}
),

int_invoicing__bill_windows as (
    select * from {{ ref('int_invoicing__bill_windows') }}
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

alike as (
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
),

billed as (
    -- Periods that other documents bill, whose own period is in order or says nothing.
    select distinct
        placed.contract_line_id,
        placed.billing_period_start
    from int_invoicing__inside_life as placed
    inner join int_invoicing__linked as linked
        on placed.invoice_line_id = linked.invoice_line_id
    inner join int_invoicing__live_documents
        on linked.invoice_id = int_invoicing__live_documents.invoice_id
    left join alike on placed.invoice_line_id = alike.invoice_line_id
    where
        linked.document_type != 'credit_note'
        and linked.net_amount > 0
        and alike.invoice_line_id is null
),

open_periods as (
    select
        alike.*,
        alike.shared_days > 0 as is_touched,
        coalesce(
            alike.issue_date >= windows.window_start and alike.issue_date < windows.window_until,
            false
        ) as is_in_time
    from alike
    inner join int_invoicing__bill_windows as windows
        on
            alike.contract_line_id = windows.contract_line_id
            and alike.billing_period_start = windows.billing_period_start
    left join billed
        on
            alike.contract_line_id = billed.contract_line_id
            and alike.billing_period_start = billed.billing_period_start
    where billed.contract_line_id is null
),

meant as (
    -- Of the periods not billed yet the one that the document touches, then the one whose turn it
    -- was when it was issued, then the one that it touches most. A tie means none.
    select
        *,
        count(*) over (partition by invoice_line_id, is_touched) = 1 as is_only_one
    from open_periods
    qualify
        rank() over (
            partition by invoice_line_id
            order by is_touched desc, is_in_time desc, shared_days desc
        ) = 1
        and count(*) over (
            partition by invoice_line_id, is_touched, is_in_time, shared_days
        ) = 1
),

places as (
    select
        invoice_line_id,
        min(billing_period_start) as billing_period_start,
        count(*) as period_count
    from int_invoicing__inside_life
    group by invoice_line_id
),

int_invoicing__misprinted as (
    -- CANONICAL 3: the printed period fits none while the amount fits another one.
    select
        meant.invoice_line_id,
        meant.invoice_id,
        meant.contract_line_id,
        meant.billing_period_start,
        meant.billing_period_end,
        meant.printed_start,
        meant.printed_until - 1 as printed_end,
        meant.confidence,
        meant.is_only_one,
        places.period_count = 1
        and places.billing_period_start = meant.billing_period_start as is_in_place
    from meant
    left join places on meant.invoice_line_id = places.invoice_line_id
)

select * from int_invoicing__misprinted
