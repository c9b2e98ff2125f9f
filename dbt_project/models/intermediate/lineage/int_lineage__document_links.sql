with int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
    where contract_line_id is not null
),

invoice_lines as (
    select
        invoice_line_id,
        quantity
    from {{ ref('invoice_lines') }}
),

invoices as (
    select * from {{ ref('invoices') }}
),

payments as (
    select
        payment_id,
        currency
    from {{ ref('payments') }}
),

payment_allocations as (
    select * from {{ ref('payment_allocations') }}
),

int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
    where is_posted
),

attributed_lines as (
    -- A line that bills several periods of a contract line is one line still.
    select
        contract_line_id,
        invoice_id,
        invoice_line_id,
        max(attribution_rule) as attribution_rule,
        sum(attributed_amount) as attributed_amount,
        max(currency) as currency
    from int_invoice_line_attribution
    group by contract_line_id, invoice_id, invoice_line_id
),

billed as (
    select
        'contract_line' as from_kind,
        attributed_lines.contract_line_id as from_id,
        max(invoices.document_type) as to_kind,
        attributed_lines.invoice_id as to_id,
        -- A quantity that one line does not state is not known for them all.
        case
            when bool_and(invoice_lines.quantity is not null) then sum(invoice_lines.quantity)
        end as quantity,
        sum(attributed_lines.attributed_amount) as amount,
        max(attributed_lines.currency) as currency,
        string_agg(
            distinct attributed_lines.attribution_rule, ', '
            order by attributed_lines.attribution_rule
        ) as source
    from attributed_lines
    inner join invoices on attributed_lines.invoice_id = invoices.invoice_id
    inner join invoice_lines
        on attributed_lines.invoice_line_id = invoice_lines.invoice_line_id
    group by attributed_lines.contract_line_id, attributed_lines.invoice_id
),

corrected as (
    select
        originals.document_type as from_kind,
        originals.invoice_id as from_id,
        invoices.document_type as to_kind,
        invoices.invoice_id as to_id,
        invoices.total_amount as amount,
        invoices.currency,
        'related_document' as source
    from invoices
    inner join invoices as originals on invoices.related_invoice_id = originals.invoice_id
),

applied as (
    select
        invoices.document_type as from_kind,
        payment_allocations.invoice_id as from_id,
        'payment' as to_kind,
        payment_allocations.payment_id as to_id,
        payment_allocations.amount,
        payments.currency,
        'erp_application' as source
    from payment_allocations
    inner join payments on payment_allocations.payment_id = payments.payment_id
    inner join invoices on payment_allocations.invoice_id = invoices.invoice_id
),

matched as (
    select
        invoices.document_type as from_kind,
        int_bank_matches.invoice_id as from_id,
        'bank_transaction' as to_kind,
        int_bank_matches.bank_transaction_id as to_id,
        int_bank_matches.matched_amount as amount,
        int_bank_matches.invoice_currency as currency,
        int_bank_matches.match_rule as source
    from int_bank_matches
    inner join invoices on int_bank_matches.invoice_id = invoices.invoice_id
),

int_lineage__document_links as (
    select * from billed
    union all by name
    select * from corrected
    union all by name
    select * from applied
    union all by name
    select * from matched
)

select * from int_lineage__document_links
