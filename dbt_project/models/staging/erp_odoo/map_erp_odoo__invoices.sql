with stg_erp_odoo__account_move as (
    select * from {{ ref('stg_erp_odoo__account_move') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

map_erp_odoo__invoices as (
    select
        {{ odoo_record('account.move', 'documents.move_id') }} as invoice_id,
        -- A draft is called `/` until it is posted.
        coalesce(nullif(documents.number, '/'), documents.move_id) as invoice_number,
        case when documents.move_type = 'out_refund' then 'credit_note' else 'invoice' end
            as document_type,
        {{ odoo_record('res.company', 'documents.company_id') }} as legal_entity_id,
        {{ odoo_record('res.partner', "coalesce(documents.partner_id, 'none')") }} as customer_id,
        documents.invoice_date as issue_date,
        documents.due_date,
        currencies.currency,
        documents.net_amount,
        documents.tax_amount,
        documents.total_amount,
        case documents.state
            when 'posted' then 'posted'
            when 'cancel' then 'cancelled'
            else 'draft'
        end as status,
        {{ odoo_record('account.move', 'documents.reversed_move_id') }} as related_invoice_id,
        coalesce(documents.ref, documents.invoice_origin) as reference,
        documents.source_record
    from stg_erp_odoo__account_move as documents
    inner join stg_erp_odoo__res_currency as currencies
        on documents.currency_id = currencies.currency_id
    -- A draft has no date before somebody gives it one.
    where documents.invoice_date is not null
)

select * from map_erp_odoo__invoices
