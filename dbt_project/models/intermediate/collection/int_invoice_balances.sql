with invoices as (
    select * from {{ ref('invoices') }}
),

int_collection__terms as (
    select * from {{ ref('int_collection__terms') }}
),

int_collection__paid as (
    select * from {{ ref('int_collection__paid') }}
),

int_collection__credits as (
    select * from {{ ref('int_collection__credits') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

applied_notes as (
    -- What the ERP took from a credit note within a payment is not there to credit its invoice.
    select
        credits.credit_note_id,
        credits.invoice_id,
        greatest(
            least(
                credits.credited_amount,
                notes.total_amount - coalesce(paid.paid_amount, 0)
            ),
            0
        )::decimal(18, 4) as credited_amount
    from int_collection__credits as credits
    inner join invoices as notes on credits.credit_note_id = notes.invoice_id
    left join int_collection__paid as paid on credits.credit_note_id = paid.invoice_id
),

credited as (
    select
        invoice_id,
        sum(credited_amount)::decimal(18, 4) as credited_amount
    from applied_notes
    group by invoice_id
    union all
    select
        credit_note_id as invoice_id,
        credited_amount
    from applied_notes
),

summed as (
    select
        invoices.invoice_id,
        invoices.invoice_number,
        invoices.legal_entity_id,
        invoices.customer_id,
        terms.contract_id,
        terms.opportunity_id,
        invoices.related_invoice_id,
        invoices.document_type,
        invoices.net_amount,
        invoices.tax_amount,
        invoices.total_amount,
        invoices.currency,
        invoices.issue_date,
        terms.due_on,
        coalesce(paid.paid_amount, 0)::decimal(18, 4) as paid_amount,
        coalesce(paid.erp_paid_amount, 0)::decimal(18, 4) as erp_paid_amount,
        coalesce(paid.bank_paid_amount, 0)::decimal(18, 4) as bank_paid_amount,
        coalesce(credited.credited_amount, 0)::decimal(18, 4) as credited_amount,
        case when invoices.document_type = 'credit_note' then -1 else 1 end as document_sign
    from invoices
    inner join int_collection__terms as terms on invoices.invoice_id = terms.invoice_id
    left join int_collection__paid as paid on invoices.invoice_id = paid.invoice_id
    left join credited on invoices.invoice_id = credited.invoice_id
),

netted as (
    -- CANONICAL 1: a credit note prints positive amounts; what is left of it we owe.
    select
        *,
        (document_sign * (total_amount - paid_amount - credited_amount))::decimal(18, 4)
            as open_amount
    from summed
),

int_invoice_balances as (
    select
        netted.*,
        case
            when netted.open_amount > 0 then greatest(0, run_settings.as_of_date - netted.due_on)
            else 0
        end::integer as days_overdue
    from netted
    cross join run_settings
)

select * from int_invoice_balances
