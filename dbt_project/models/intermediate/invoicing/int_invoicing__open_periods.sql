with int_invoicing__fitting_periods as (
    select * from {{ ref('int_invoicing__fitting_periods') }}
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
    left join int_invoicing__fitting_periods as fitting
        on placed.invoice_line_id = fitting.invoice_line_id
    where
        linked.document_type != 'credit_note'
        and linked.net_amount > 0
        and fitting.invoice_line_id is null
),

int_invoicing__open_periods as (
    select
        fitting.*,
        fitting.shared_days > 0 as is_touched,
        coalesce(
            fitting.issue_date >= windows.window_start
            and fitting.issue_date < windows.window_until,
            false
        ) as is_in_time
    from int_invoicing__fitting_periods as fitting
    inner join int_invoicing__bill_windows as windows
        on
            fitting.contract_line_id = windows.contract_line_id
            and fitting.billing_period_start = windows.billing_period_start
    left join billed
        on
            fitting.contract_line_id = billed.contract_line_id
            and fitting.billing_period_start = billed.billing_period_start
    where billed.contract_line_id is null
)

select * from int_invoicing__open_periods
