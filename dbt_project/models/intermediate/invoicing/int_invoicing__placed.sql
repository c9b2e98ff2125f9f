with int_invoicing__lines as (
    select invoice_id from {{ ref('int_invoicing__lines') }}
),

int_invoicing__linked as (
    select * from {{ ref('int_invoicing__linked') }}
),

int_invoicing__inside_life as (
    select * from {{ ref('int_invoicing__inside_life') }}
),

int_invoicing__misprinted as (
    select * from {{ ref('int_invoicing__misprinted') }}
    where not is_in_place
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
            or coalesce(linked.printed_until, linked.issue_date + 1) <= linked.life_start
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

misprinted_lines as (
    -- A credit note that repeats the wrong period of its document goes where that document goes.
    select invoice_line_id from int_invoicing__misprinted
    union
    select notes.invoice_line_id
    from int_invoicing__linked as notes
    inner join int_invoicing__misprinted as originals
        on
            notes.related_invoice_id = originals.invoice_id
            and notes.contract_line_id = originals.contract_line_id
            and notes.printed_start = originals.printed_start
            and notes.printed_until = originals.printed_end + 1
    where notes.document_type = 'credit_note'
),

int_invoicing__placed as (
    select inside_life.*
    from int_invoicing__inside_life as inside_life
    left join misprinted_lines
        on inside_life.invoice_line_id = misprinted_lines.invoice_line_id
    where misprinted_lines.invoice_line_id is null
    union all by name
    select
        invoice_line_id,
        contract_line_id,
        billing_period_start,
        null::decimal(18, 4) as weight,
        'amount' as period_rule
    from int_invoicing__misprinted
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
