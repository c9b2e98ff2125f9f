with match_decisions as (
    select * from {{ ref('match_decisions') }}
),

int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
),

taken_back as (
    select reversal_id as bank_transaction_id
    from {{ ref('int_collection__reversals') }}
    where is_certain
    union
    select original_id as bank_transaction_id
    from {{ ref('int_collection__reversals') }}
    where is_certain
),

invoices as (
    select * from {{ ref('invoices') }}
),

int_collection__credits as (
    select
        invoice_id,
        sum(credited_amount) as credited_amount
    from {{ ref('int_collection__credits') }}
    group by invoice_id
),

dated as (
    -- Of one line and document the later day holds; what is said of a line as a whole ends what was
    -- said of its documents before, and the other way round.
    select
        *,
        decided_on = max(decided_on) over (partition by bank_transaction_id, invoice_id)
        and case
            when invoice_id is null and decision != 'rejected' then true
            when invoice_id is null
                then decided_on >= coalesce(
                    max(decided_on) filter (where invoice_id is not null) over lines, decided_on
                )
            else decided_on > coalesce(
                max(decided_on) filter (where invoice_id is null and decision = 'rejected')
                    over lines,
                '-infinity'::date
            )
        end as is_latest
    from match_decisions
    window lines as (partition by bank_transaction_id)
),

int_collection__decided_pairs as (
    select
        decisions.*,
        bank_lines.legal_entity_id,
        bank_lines.booked_on,
        bank_lines.amount as line_amount,
        bank_lines.currency,
        invoices.customer_id,
        invoices.currency as invoice_currency,
        invoices.total_amount - coalesce(credits.credited_amount, 0) as owed_amount,
        -- A note takes money out: off a receipt it is netted, and a refund pays it.
        case when invoices.document_type = 'credit_note' then -1 else 1 end as document_sign,
        case
            when not decisions.is_latest then 'superseded'
            when bank_lines.bank_transaction_id is null then 'unknown_line'
            when bank_lines.is_duplicate or taken_back.bank_transaction_id is not null
                then 'line_void'
            when decisions.invoice_id is null and decisions.decision != 'rejected'
                then 'names_no_document'
            when decisions.invoice_id is not null and invoices.invoice_id is null
                then 'unknown_document'
            when decisions.decision = 'rejected' then 'standing'
            when coalesce(bank_lines.legal_entity_id != invoices.legal_entity_id, true)
                then 'other_entity'
            when bank_lines.currency != invoices.currency then 'other_currency'
            when bank_lines.amount <= 0 and invoices.document_type != 'credit_note'
                then 'wrong_way'
            else 'standing'
        end as decision_status
    from dated as decisions
    left join int_collection__lines as bank_lines
        on decisions.bank_transaction_id = bank_lines.bank_transaction_id
    left join taken_back on decisions.bank_transaction_id = taken_back.bank_transaction_id
    left join invoices on decisions.invoice_id = invoices.invoice_id
    left join int_collection__credits as credits on decisions.invoice_id = credits.invoice_id
)

select * from int_collection__decided_pairs
