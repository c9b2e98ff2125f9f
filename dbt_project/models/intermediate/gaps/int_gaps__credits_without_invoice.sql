with invoices as (
    select * from {{ ref('invoices') }}
    where document_type = 'credit_note' and related_invoice_id is null and net_amount != 0
),

int_invoicing__lines as (
    select
        invoice_id,
        bool_or(printed_start is not null) as has_period
    from {{ ref('int_invoicing__lines') }}
    group by invoice_id
),

int_collection__terms as (
    select
        invoice_id,
        contract_id
    from {{ ref('int_collection__terms') }}
),

int_gaps__credits_without_invoice as (
    -- CANONICAL 3: neither line periods nor a related invoice, so it reduces nothing. What it was
    -- given for is not known: the document's amount on both sides.
    select
        'credit_without_invoice' as gap_class,
        'proved' as certainty,
        invoices.invoice_id as subject_id,
        int_collection__terms.contract_id,
        invoices.invoice_id,
        invoices.customer_id,
        invoices.legal_entity_id,
        invoices.net_amount as expected_amount,
        invoices.net_amount as actual_amount,
        invoices.currency,
        invoices.issue_date::varchar as detail,
        invoices.invoice_id as invoice_ids
    from invoices
    inner join int_invoicing__lines on invoices.invoice_id = int_invoicing__lines.invoice_id
    left join int_collection__terms on invoices.invoice_id = int_collection__terms.invoice_id
    where not int_invoicing__lines.has_period
)

select * from int_gaps__credits_without_invoice
