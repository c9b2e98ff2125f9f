with int_invoicing__linked as (
    select * from {{ ref('int_invoicing__linked') }}
    where
        document_type = 'invoice'
        and printed_start is not null
        and net_amount > 0
        and charge_model not in ('one_time', 'milestone')
        and confidence >= 0.85
        and {{ overlaps('printed_start', 'printed_until', 'life_start', 'life_until') }}
),

int_invoicing__live_documents as (
    select invoice_id from {{ ref('int_invoicing__live_documents') }}
),

int_invoicing__period_bounds as (
    select * from {{ ref('int_invoicing__period_bounds') }}
),

live as (
    -- What is printed outside the life is another matter: the days inside it count.
    select
        linked.*,
        greatest(linked.printed_start, linked.life_start) as served_start,
        least(linked.printed_until, linked.life_until) as served_until
    from int_invoicing__linked as linked
    inner join int_invoicing__live_documents
        on linked.invoice_id = int_invoicing__live_documents.invoice_id
),

nearest as (
    -- A day more or less is how ends and time zones are written, not another period.
    select
        live.invoice_line_id,
        bool_or(abs(live.served_start - bounds.bound_on) <= 1) as is_start_fitting,
        bool_or(abs(live.served_until - bounds.bound_on) <= 1) as is_end_fitting,
        max(bounds.bound_on) < any_value(live.served_until) as is_beyond_schedule,
        -- Usage is often printed from its first to its last day.
        count(*) filter (
            where bounds.bound_on > live.served_start and bounds.bound_on < live.served_until
        ) = 0 as is_within_one_period
    from live
    inner join int_invoicing__period_bounds as bounds
        on live.contract_line_id = bounds.contract_line_id
    group by live.invoice_line_id
),

int_invoicing__unfitting as (
    -- CANONICAL 3: the printed period fits no period of the line or run of its segments.
    select live.*
    from live
    inner join nearest on live.invoice_line_id = nearest.invoice_line_id
    where
        not (nearest.is_start_fitting and nearest.is_end_fitting)
        and not nearest.is_beyond_schedule
        and not (
            nearest.is_within_one_period
            and live.charge_model in (
                'usage_per_unit', 'usage_graduated', 'usage_volume', 'usage_package'
            )
        )
)

select * from int_invoicing__unfitting
