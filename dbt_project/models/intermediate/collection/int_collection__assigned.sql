with bank_line_assignments as (
    select * from {{ ref('bank_line_assignments') }}
),

int_collection__receipts as (
    select * from {{ ref('int_collection__receipts') }}
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
        sum(amount) as line_assigned_amount,
        coalesce(-sum(amount) filter (where assignment_kind = 'fee'), 0) as line_fee_amount,
        bool_or(assignment_kind = 'other') as has_others,
        string_agg(bank_line_assignment_id, ', ' order by bank_line_assignment_id)
            as bank_line_assignment_ids
    from assigned
    group by bank_transaction_id
),

netted as (
    select
        bank_transaction_id,
        invoice_id,
        any_value(legal_entity_id) as legal_entity_id,
        any_value(booked_on) as booked_on,
        any_value(line_amount) as line_amount,
        any_value(currency) as currency,
        sum(amount) as assigned_amount
    from assigned
    where assignment_kind = 'document'
    group by bank_transaction_id, invoice_id
    having sum(amount) != 0
),

int_collection__assigned as (
    -- The bank keeps its fee once: out of what pays the largest document.
    select
        netted.*,
        totals.* exclude (bank_transaction_id, line_fee_amount),
        case
            when row_number() over (
                partition by netted.bank_transaction_id
                order by netted.assigned_amount desc, netted.invoice_id asc
            ) = 1 then totals.line_fee_amount
            else 0
        end as fee_amount
    from netted
    inner join line_totals as totals on netted.bank_transaction_id = totals.bank_transaction_id
)

select * from int_collection__assigned
