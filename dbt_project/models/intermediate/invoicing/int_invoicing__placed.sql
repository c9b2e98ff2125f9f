with int_invoicing__lines as (
    select invoice_id from {{ ref('int_invoicing__lines') }}
),

int_invoicing__linked as (
    select * from {{ ref('int_invoicing__linked') }}
),

int_invoicing__inside_life as (
    select * from {{ ref('int_invoicing__inside_life') }}
),

documents as (
    select distinct invoice_id from int_invoicing__lines
),

outside_life as (
    -- CANONICAL 3: begins after the last day, or ends before the first; expected is zero. A credit
    -- note is none of these where it names its document: it takes back days that are not served
    -- any more, and reduces the periods which that document billed.
    select
        linked.invoice_line_id,
        linked.contract_line_id,
        coalesce(linked.printed_start, linked.issue_date) as billing_period_start,
        null::decimal(18, 4) as weight,
        case
            when coalesce(linked.printed_start, linked.issue_date) >= linked.life_until
                then 'after_end'
            else 'before_start'
        end as period_rule
    from int_invoicing__linked as linked
    left join documents as corrected_documents
        on
            linked.related_invoice_id = corrected_documents.invoice_id
            and linked.document_type = 'credit_note'
    where
        linked.charge_model not in ('one_time', 'milestone')
        and (
            coalesce(linked.printed_start, linked.issue_date) >= linked.life_until
            or linked.printed_until <= linked.life_start
        )
        and (linked.printed_start is not null or linked.document_type != 'credit_note')
        and corrected_documents.invoice_id is null
),

cancelled_before_start as (
    select
        invoice_line_id,
        contract_line_id,
        life_start as billing_period_start,
        null::decimal(18, 4) as weight,
        'after_end' as period_rule
    from int_invoicing__linked
    where
        charge_model = 'one_time'
        and life_start >= life_until
        and (
            document_type != 'credit_note'
            or printed_start is not null
            or related_invoice_id is not null
        )
),

int_invoicing__placed as (
    select * from int_invoicing__inside_life
    union all by name
    select outside_life.*
    from outside_life
    left join int_invoicing__inside_life
        on outside_life.invoice_line_id = int_invoicing__inside_life.invoice_line_id
    where int_invoicing__inside_life.invoice_line_id is null
    union all by name
    select * from cancelled_before_start
)

select * from int_invoicing__placed
