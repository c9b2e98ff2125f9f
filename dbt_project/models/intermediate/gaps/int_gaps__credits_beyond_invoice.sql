with invoices as (
    select * from {{ ref('invoices') }}
),

int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
),

int_gaps__periods as (
    select * from {{ ref('int_gaps__periods') }}
    where actual_amount < expected_amount
),

int_collection__terms as (
    select
        invoice_id,
        contract_id
    from {{ ref('int_collection__terms') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select tolerance_minor_units from {{ ref('run_settings') }}
),

raised as (
    -- A debit note gives an invoice more to credit, and takes back the credit note that it names.
    select
        related_invoice_id as invoice_id,
        currency,
        sum(net_amount) as raised_amount
    from invoices
    where document_type = 'debit_note' and related_invoice_id is not null
    group by related_invoice_id, currency
),

credits as (
    select
        notes.related_invoice_id as invoice_id,
        notes.currency,
        sum(notes.net_amount - coalesce(raised.raised_amount, 0)) as credited_amount,
        string_agg(notes.invoice_id, ', ' order by notes.issue_date, notes.invoice_id) as note_ids
    from invoices as notes
    left join raised on notes.invoice_id = raised.invoice_id and notes.currency = raised.currency
    where notes.document_type = 'credit_note' and notes.related_invoice_id is not null
    group by notes.related_invoice_id, notes.currency
),

exceeded as (
    select
        documents.*,
        documents.net_amount + coalesce(raised.raised_amount, 0) as creditable_amount,
        credits.credited_amount,
        credits.note_ids,
        currencies.minor_units
    from invoices as documents
    inner join credits
        on
            documents.invoice_id = credits.invoice_id
            and documents.currency = credits.currency
    left join raised
        on
            documents.invoice_id = raised.invoice_id
            and documents.currency = raised.currency
    inner join currencies on documents.currency = currencies.currency
    cross join run_settings
    where
        documents.document_type != 'credit_note'
        and credits.credited_amount - documents.net_amount - coalesce(raised.raised_amount, 0)
        > run_settings.tolerance_minor_units * {{ one_minor_unit('currencies.minor_units') }}
),

short_periods as (
    -- CANONICAL 3, one root per delta: the money is missing in the period that the document bills.
    select
        int_invoicing__billed_documents.invoice_id,
        case
            when count(*) = 1
                then
                    any_value(
                        int_gaps__periods.gap_class || '@' || int_gaps__periods.contract_line_id
                        || '@' || int_gaps__periods.billing_period_start
                    )
        end as root_gap_id
    from int_invoicing__billed_documents
    inner join int_gaps__periods
        on
            int_invoicing__billed_documents.contract_line_id = int_gaps__periods.contract_line_id
            and int_invoicing__billed_documents.billing_period_start
            = int_gaps__periods.billing_period_start
    group by int_invoicing__billed_documents.invoice_id
),

int_gaps__credits_beyond_invoice as (
    -- The document's amount on both sides: what is too much is counted where it is missing.
    select
        'credit_exceeds_invoice' as gap_class,
        'proved' as certainty,
        exceeded.invoice_id as subject_id,
        int_collection__terms.contract_id,
        exceeded.invoice_id,
        exceeded.customer_id,
        exceeded.legal_entity_id,
        exceeded.net_amount as expected_amount,
        exceeded.net_amount as actual_amount,
        exceeded.currency,
        exceeded.note_ids as detail,
        {{ amount_text('exceeded.creditable_amount', 'exceeded.minor_units') }} as expected_value,
        {{ amount_text('exceeded.credited_amount', 'exceeded.minor_units') }} as actual_value,
        exceeded.invoice_id || ', ' || exceeded.note_ids as invoice_ids,
        short_periods.root_gap_id
    from exceeded
    left join int_collection__terms on exceeded.invoice_id = int_collection__terms.invoice_id
    left join short_periods on exceeded.invoice_id = short_periods.invoice_id
)

select * from int_gaps__credits_beyond_invoice
