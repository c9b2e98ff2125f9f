with stg_billing_stripe__invoice as (
    select * from {{ ref('stg_billing_stripe__invoice') }}
),

stg_billing_stripe__credit_note as (
    select * from {{ ref('stg_billing_stripe__credit_note') }}
),

stg_billing_stripe__account as (
    select * from {{ ref('stg_billing_stripe__account') }}
),

stg_billing_stripe__declared_options as (
    select * from {{ ref('stg_billing_stripe__declared_options') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

entity as (
    {{ stripe_entity() }}
),

documents as (
    {{ stripe_documents() }}
),

map_billing_stripe__invoices as (
    select
        'billing_stripe:' || documents.document_id as invoice_id,
        documents.number as invoice_number,
        documents.document_type,
        entity.legal_entity_id,
        'billing_stripe:' || coalesce(documents.customer_id, 'none') as customer_id,
        documents.issued_on as issue_date,
        documents.due_on as due_date,
        documents.currency,
        {{ stripe_amount(
            'documents.net * documents.sign', 'documents.currency', 'currencies.minor_units'
        ) }} as net_amount,
        {{ stripe_amount(
            'documents.tax * documents.sign', 'documents.currency', 'currencies.minor_units'
        ) }} as tax_amount,
        {{ stripe_amount(
            'documents.total * documents.sign', 'documents.currency', 'currencies.minor_units'
        ) }} as total_amount,
        case
            when documents.status = 'draft' then 'draft'
            when documents.status = 'void' then 'cancelled'
            else 'posted'
        end as status,
        'billing_stripe:' || documents.related_id as related_invoice_id,
        documents.source_record
    from documents
    cross join entity
    inner join currencies on documents.currency = currencies.currency
)

select * from map_billing_stripe__invoices
