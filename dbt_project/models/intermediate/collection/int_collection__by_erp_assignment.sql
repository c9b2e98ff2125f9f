with bank_line_assignments as (
    select * from {{ ref('bank_line_assignments') }}
),

int_collection__receipts as (
    select * from {{ ref('int_collection__receipts') }}
),

int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

int_collection__credits as (
    select * from {{ ref('int_collection__credits') }}
),

notes as (
    select
        invoice_id,
        related_invoice_id
    from {{ ref('invoices') }}
    where document_type = 'credit_note'
),

assigned as (
    -- What a credit note takes off a receipt, it takes off the document that it credits.
    select
        receipts.bank_transaction_id,
        receipts.legal_entity_id,
        receipts.booked_on,
        receipts.amount as line_amount,
        receipts.currency,
        assignments.assignment_kind,
        assignments.bank_line_assignment_id,
        coalesce(notes.related_invoice_id, assignments.invoice_id) as invoice_id,
        case when notes.invoice_id is null then assignments.amount else -abs(assignments.amount) end
            as amount
    from bank_line_assignments as assignments
    inner join int_collection__receipts as receipts
        on assignments.bank_transaction_id = receipts.bank_transaction_id
    left join notes on assignments.invoice_id = notes.invoice_id
),

line_totals as (
    select
        bank_transaction_id,
        sum(amount) as assigned_amount,
        coalesce(-sum(amount) filter (where assignment_kind = 'fee'), 0) as fee_amount,
        bool_or(assignment_kind = 'other') as has_others,
        json_group_array(bank_line_assignment_id) as bank_line_assignment_ids
    from (select * from assigned order by bank_line_assignment_id)
    group by bank_transaction_id
),

netted as (
    select
        bank_transaction_id,
        any_value(legal_entity_id) as legal_entity_id,
        any_value(booked_on) as booked_on,
        any_value(line_amount) as line_amount,
        any_value(currency) as currency,
        invoice_id,
        sum(amount) as assigned_amount
    from assigned
    where assignment_kind = 'document'
    group by bank_transaction_id, invoice_id
    having sum(amount) != 0
),

credited as (
    select
        netted.bank_transaction_id,
        netted.invoice_id,
        sum(credits.credited_amount) as credited_amount
    from netted
    inner join int_collection__credits as credits
        on
            netted.invoice_id = credits.invoice_id
            and netted.booked_on >= credits.credited_on
    group by netted.bank_transaction_id, netted.invoice_id
),

weighed as (
    select
        netted.*,
        totals.assigned_amount as line_assigned_amount,
        totals.has_others,
        totals.bank_line_assignment_ids,
        -- The bank keeps its fee once: out of what pays the largest document.
        case
            when row_number() over (
                partition by netted.bank_transaction_id
                order by netted.assigned_amount desc, netted.invoice_id asc
            ) = 1
                then totals.fee_amount
            else 0
        end as fee_amount,
        documents.currency as invoice_currency,
        documents.invoice_id is not null
        and documents.legal_entity_id = netted.legal_entity_id
        and documents.currency = netted.currency
        and documents.issue_date <= netted.booked_on
        and netted.assigned_amount > 0
        and sum(netted.assigned_amount) over (
            partition by netted.invoice_id order by netted.booked_on, netted.bank_transaction_id
        ) + coalesce(credited.credited_amount, 0) <= documents.total_amount as is_sound,
        count(*) over (partition by netted.bank_transaction_id)::integer as document_count
    from netted
    inner join line_totals as totals on netted.bank_transaction_id = totals.bank_transaction_id
    left join int_collection__documents as documents on netted.invoice_id = documents.invoice_id
    left join credited
        on
            netted.bank_transaction_id = credited.bank_transaction_id
            and netted.invoice_id = credited.invoice_id
),

judged as (
    select
        weighed.*,
        case
            when
                not bool_and(weighed.is_sound) over lines
                or weighed.has_others
                or weighed.line_assigned_amount > weighed.line_amount
                or weighed.fee_amount < 0
                or weighed.fee_amount >= weighed.assigned_amount
                then 'erp_application_unsound'
        end as review_reason
    from weighed
    window lines as (partition by weighed.bank_transaction_id)
),

int_collection__by_erp_assignment as (
    select
        judged.bank_transaction_id,
        judged.invoice_id,
        'erp_assignment' as match_rule,
        max(judged.review_reason) over lines as review_reason,
        case when judged.fee_amount > 0 then 'fee' end as difference_kind,
        judged.booked_on,
        (judged.assigned_amount - judged.fee_amount)::decimal(18, 4) as bank_amount,
        judged.currency,
        judged.assigned_amount::decimal(18, 4) as matched_amount,
        judged.invoice_currency,
        1::decimal(3, 2) as confidence,
        judged.document_count as candidate_count,
        max(judged.review_reason) over lines is null as is_posted,
        json_object('assignments', judged.bank_line_assignment_ids)::varchar as evidence
    from judged
    window lines as (partition by judged.bank_transaction_id)
)

select * from int_collection__by_erp_assignment
