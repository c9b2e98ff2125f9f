with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_gaps__conflicts as (
    select * from {{ ref('int_gaps__conflicts') }}
),

int_invoicing__links as (
    select * from {{ ref('int_invoicing__links') }}
    where is_tie
),

int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_invoicing__live_documents as (
    select invoice_id from {{ ref('int_invoicing__live_documents') }}
),

rates as (
    select
        'missing_rate' as gap_class,
        case when missing_index is not null then 'missing_index' end as message_code,
        contract_id,
        contract_line_id,
        legal_entity_id,
        billing_period_start,
        billing_period_end,
        invoice_currency as currency,
        coalesce(missing_index, currency || '→' || invoice_currency) as detail
    from int_gaps__measured
    where unjudged_reason = 'missing_rate'
),

windows as (
    -- CANONICAL 3: once per contract.
    select
        'missing_source_window' as gap_class,
        contract_id,
        any_value(legal_entity_id) as legal_entity_id,
        any_value(invoice_currency) as currency,
        any_value(invoices_from)::varchar as detail
    from int_gaps__measured
    where unjudged_reason = 'missing_source_window'
    group by contract_id
),

ties as (
    -- Of a document that was credited in full it does not matter what it billed.
    select
        'ambiguous_link' as gap_class,
        int_invoicing__lines.invoice_id,
        int_invoicing__lines.invoice_line_id,
        any_value(int_invoicing__lines.customer_id) as customer_id,
        any_value(int_invoicing__lines.legal_entity_id) as legal_entity_id,
        any_value(int_invoicing__lines.currency) as currency,
        string_agg(
            int_invoicing__links.contract_line_id, ', '
            order by int_invoicing__links.contract_line_id
        ) as detail
    from int_invoicing__links
    inner join int_invoicing__lines
        on int_invoicing__links.invoice_line_id = int_invoicing__lines.invoice_line_id
    left join int_invoicing__live_documents
        on int_invoicing__lines.invoice_id = int_invoicing__live_documents.invoice_id
    where
        int_invoicing__lines.document_type = 'credit_note'
        or int_invoicing__live_documents.invoice_id is not null
    group by int_invoicing__lines.invoice_id, int_invoicing__lines.invoice_line_id
),

findings as (
    select * from rates
    union all by name
    select * from windows
    union all by name
    select * from ties
    union all by name
    select * from int_gaps__conflicts
),

int_gaps__data as (
    select
        *,
        case gap_class when 'ambiguous_link' then 'review' else 'proved' end as certainty,
        invoice_id as invoice_ids
    from findings
)

select * from int_gaps__data
