with stg_erp_tryton__account_invoice as (
    select * from {{ ref('stg_erp_tryton__account_invoice') }}
),

stg_erp_tryton__account_invoice_line as (
    select * from {{ ref('stg_erp_tryton__account_invoice_line') }}
),

stg_erp_tryton__account_move_line as (
    select * from {{ ref('stg_erp_tryton__account_move_line') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

due_dates as (
    -- The day is on the ledger's lines: with several instalments the last.
    select
        move_id,
        max(due_on) as due_date
    from stg_erp_tryton__account_move_line
    where due_on is not null
    group by move_id
),

credited as (
    -- A credit note's lines name those that they take back.
    select
        lines.invoice_id,
        min(originals.invoice_id) as related_invoice_id
    from stg_erp_tryton__account_invoice_line as lines
    inner join stg_erp_tryton__account_invoice_line as originals
        on {{ tryton_origin('account.invoice.line', 'lines.origin') }} = originals.invoice_line_id
    group by lines.invoice_id
    having count(distinct originals.invoice_id) = 1
),

documents as (
    -- A credit note is an invoice of negative amounts; tax withheld is negative on an invoice too.
    select
        *,
        case when total_amount < 0 then -1 else 1 end as sign
    from stg_erp_tryton__account_invoice
),

map_erp_tryton__invoices as (
    select
        {{ tryton_record('account.invoice', 'documents.invoice_id') }} as invoice_id,
        coalesce(documents.number, documents.invoice_id) as invoice_number,
        case when documents.sign < 0 then 'credit_note' else 'invoice' end
            as document_type,
        {{ tryton_record('company.company', 'documents.company_id') }} as legal_entity_id,
        {{ tryton_record('party.party', 'documents.party_id') }} as customer_id,
        documents.invoice_date as issue_date,
        due_dates.due_date,
        currencies.currency,
        (documents.sign * documents.untaxed_amount)::decimal(18, 4) as net_amount,
        (documents.sign * documents.tax_amount)::decimal(18, 4) as tax_amount,
        (documents.sign * documents.total_amount)::decimal(18, 4) as total_amount,
        case documents.state
            when 'posted' then 'posted'
            when 'paid' then 'posted'
            when 'cancelled' then 'cancelled'
            else 'draft'
        end as status,
        {{ tryton_record('account.invoice', 'credited.related_invoice_id') }}
            as related_invoice_id,
        coalesce(documents.reference, documents.description) as reference,
        documents.source_record
    from documents
    inner join stg_erp_tryton__currency_currency as currencies
        on documents.currency_id = currencies.currency_id
    left join due_dates on documents.move_id = due_dates.move_id
    left join credited on documents.invoice_id = credited.invoice_id
    -- A draft has no date before somebody gives it one.
    where documents.invoice_date is not null
)

select * from map_erp_tryton__invoices
