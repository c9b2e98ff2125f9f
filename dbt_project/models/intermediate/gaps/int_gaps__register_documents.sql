with registered_documents as (
    select * from {{ ref('registered_documents') }}
    where document_type in ('invoice', 'credit_note', 'debit_note')
),

invoices as (
    select * from {{ ref('invoices') }}
),

legal_entities as (
    select
        legal_entity_id,
        country,
        functional_currency,
        nullif({{ tax_id_key('tax_id') }}, '') as issuer_key
    from {{ ref('legal_entities') }}
),

customers as (
    select
        customer_id,
        country,
        nullif({{ tax_id_key('tax_id') }}, '') as receiver_key
    from {{ ref('customers') }}
),

issuers as (
    -- One tax id, one issuer, however many legal entities the ERP keeps for it.
    select
        issuer_key,
        min(functional_currency) as currency,
        case when count(*) = 1 then min(legal_entity_id) end as legal_entity_id
    from legal_entities
    where issuer_key is not null
    group by issuer_key
    having count(distinct functional_currency) = 1
),

of_register as (
    -- The tax office keeps amounts in the money of its country.
    select
        'register' as side,
        registered.registered_document_id as document_id,
        issuers.issuer_key,
        issuers.legal_entity_id,
        null::varchar as customer_id,
        registered.document_type,
        registered.number as document_number,
        nullif({{ tax_id_key('registered.receiver_tax_id') }}, '') as receiver_key,
        true as is_receiver_known,
        true as has_register_currency,
        abs(registered.net_amount) as net_amount,
        abs(registered.tax_amount) as tax_amount,
        abs(registered.total_amount) as total_amount,
        issuers.currency,
        registered.issue_date,
        registered.buyer_response,
        null::varchar as related_invoice_id
    from registered_documents as registered
    inner join issuers on {{ tax_id_key('registered.issuer_tax_id') }} = issuers.issuer_key
),

of_erp as (
    select
        'erp' as side,
        invoices.invoice_id as document_id,
        issuers.issuer_key,
        invoices.legal_entity_id,
        invoices.customer_id,
        invoices.document_type,
        invoices.invoice_number as document_number,
        customers.receiver_key,
        -- Buyers abroad stand in a register under a tax id of its own.
        customers.receiver_key is not null
        and coalesce(customers.country = legal_entities.country, true) as is_receiver_known,
        invoices.currency = issuers.currency as has_register_currency,
        abs(invoices.net_amount) as net_amount,
        abs(invoices.tax_amount) as tax_amount,
        abs(invoices.total_amount) as total_amount,
        invoices.currency,
        invoices.issue_date,
        null::varchar as buyer_response,
        invoices.related_invoice_id
    from invoices
    inner join legal_entities on invoices.legal_entity_id = legal_entities.legal_entity_id
    inner join issuers on legal_entities.issuer_key = issuers.issuer_key
    left join customers on invoices.customer_id = customers.customer_id
),

int_gaps__register_documents as (
    select * from of_register
    union all
    select * from of_erp
)

select * from int_gaps__register_documents
