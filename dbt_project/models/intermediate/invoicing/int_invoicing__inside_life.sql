with int_invoicing__linked as (
    select * from {{ ref('int_invoicing__linked') }}
),

int_invoicing__milestones as (
    select * from {{ ref('int_invoicing__milestones') }}
),

windows as (
    select * from {{ ref('int_invoicing__bill_windows') }}
),

by_printed_period as (
    select
        linked.invoice_line_id,
        linked.contract_line_id,
        windows.billing_period_start,
        windows.invoice_net_amount as weight,
        'printed_period' as period_rule,
        {{ overlap_days(
            'linked.printed_start', 'linked.printed_until',
            'windows.billing_period_start', 'windows.billing_period_until'
        ) }} as shared_days,
        -- A period that the printed one holds at least by half is meant by it.
        2 * {{ overlap_days(
            'linked.printed_start', 'linked.printed_until',
            'windows.billing_period_start', 'windows.billing_period_until'
        ) }} >= windows.billing_period_until - windows.billing_period_start as is_held
    from int_invoicing__linked as linked
    inner join windows
        on
            linked.contract_line_id = windows.contract_line_id
            and {{ overlaps(
                'linked.printed_start', 'linked.printed_until',
                'windows.billing_period_start', 'windows.billing_period_until'
            ) }}
    where linked.charge_model not in ('one_time', 'milestone')
    window line_of_document as (partition by linked.invoice_line_id)
    qualify
        is_held
        or (
            not bool_or(is_held) over line_of_document
            and row_number() over (
                partition by linked.invoice_line_id
                order by shared_days desc, windows.billing_period_start asc
            ) = 1
        )
),

first_printed as (
    select distinct by_printed_period.contract_line_id
    from by_printed_period
    inner join windows
        on
            by_printed_period.contract_line_id = windows.contract_line_id
            and by_printed_period.billing_period_start = windows.billing_period_start
    inner join int_invoicing__linked as linked
        on by_printed_period.invoice_line_id = linked.invoice_line_id
    where windows.is_first and linked.net_amount >= windows.invoice_net_amount
),

by_issue_date as (
    -- What is issued before the first day bills the first period, unless a document that says so
    -- bills all of it: then it bills days before the start.
    select
        linked.invoice_line_id,
        linked.contract_line_id,
        windows.billing_period_start,
        windows.invoice_net_amount as weight,
        'issue_date' as period_rule
    from int_invoicing__linked as linked
    inner join windows on linked.contract_line_id = windows.contract_line_id
    where
        linked.printed_start is null
        and (
            linked.issue_date >= linked.life_start
            or linked.contract_line_id not in (select contract_line_id from first_printed)
        )
        and linked.document_type != 'credit_note'
        and linked.charge_model not in ('one_time', 'milestone')
        and (linked.issue_date >= windows.window_start or windows.is_first)
        and linked.issue_date < windows.window_until
),

by_single_period as (
    select
        linked.invoice_line_id,
        linked.contract_line_id,
        windows.billing_period_start,
        windows.invoice_net_amount as weight,
        'one_time' as period_rule
    from int_invoicing__linked as linked
    inner join windows on linked.contract_line_id = windows.contract_line_id
    where
        linked.charge_model = 'one_time'
        -- CANONICAL 3: a credit note with neither line periods nor related invoice reduces nothing.
        and (
            linked.document_type != 'credit_note'
            or linked.printed_start is not null
            or linked.related_invoice_id is not null
        )
),

int_invoicing__inside_life as (
    select * exclude (shared_days, is_held) from by_printed_period
    union all by name
    select * from by_issue_date
    union all by name
    select * from by_single_period
    union all by name
    select * from int_invoicing__milestones
)

select * from int_invoicing__inside_life
