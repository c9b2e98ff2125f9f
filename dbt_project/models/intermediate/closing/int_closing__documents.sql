with int_closing__months as (
    select * from {{ ref('int_closing__months') }}
),

issued as (
    select
        legal_entity_id,
        max(issue_date) as last_issued_on
    from {{ ref('invoices') }}
    group by legal_entity_id
),

due as (
    select
        legal_entity_id,
        date_trunc('month', bill_on)::date as closing_month
    from {{ ref('int_gaps__measured') }}
    where is_due and bill_on is not null
    group by all
),

int_closing__documents as (
    -- A company that bills in some months only need not have a document in each: one is missed
    -- where something was due and the books end before the month.
    select
        months.closing_month,
        'documents_complete' as check_name,
        months.legal_entity_id,
        null::varchar as currency,
        'documents' as item_id,
        coalesce(issued.last_issued_on < months.closing_month, true) as is_failed,
        null::decimal(18, 4) as failed_amount,
        issued.last_issued_on as loaded_to_date
    from int_closing__months as months
    inner join due
        on
            months.legal_entity_id = due.legal_entity_id
            and months.closing_month = due.closing_month
    left join issued on months.legal_entity_id = issued.legal_entity_id
)

select * from int_closing__documents
