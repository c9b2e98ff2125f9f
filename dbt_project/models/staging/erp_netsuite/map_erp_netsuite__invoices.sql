with stg_erp_netsuite__transaction as (
    select * from {{ ref('stg_erp_netsuite__transaction') }}
),

stg_erp_netsuite__transaction_line as (
    select * from {{ ref('stg_erp_netsuite__transaction_line') }}
),

stg_erp_netsuite__tran_acct_line as (
    select * from {{ ref('stg_erp_netsuite__tran_acct_line') }}
),

stg_erp_netsuite__subsidiary as (
    select * from {{ ref('stg_erp_netsuite__subsidiary') }}
),

stg_erp_netsuite__currency as (
    select * from {{ ref('stg_erp_netsuite__currency') }}
),

documents as (
    {{ netsuite_documents() }}
),

amounts as (
    {{ netsuite_amounts() }}
),

summed as (
    select
        transaction_id,
        min(subsidiary_id) as subsidiary_id,
        min(created_from_id) as created_from_id,
        coalesce(sum(document_amount) filter (where not is_main and not is_tax), 0) as sold_amount,
        coalesce(sum(document_amount) filter (where not is_main and is_tax), 0) as tax_amount,
        sum(document_amount) filter (where is_main) as owed_amount
    from amounts
    group by transaction_id
),

map_erp_netsuite__invoices as (
    select
        'erp_netsuite:' || documents.transaction_id as invoice_id,
        documents.number as invoice_number,
        documents.document_type,
        'erp_netsuite:' || coalesce(summed.subsidiary_id, 'none') as legal_entity_id,
        'erp_netsuite:' || coalesce(documents.entity_id, 'none') as customer_id,
        documents.issued_on as issue_date,
        documents.due_on as due_date,
        coalesce(currencies.currency, own_currencies.currency) as currency,
        (
            coalesce(-summed.owed_amount - summed.tax_amount, summed.sold_amount, 0)
            * documents.sign
        )::decimal(18, 4) as net_amount,
        (coalesce(summed.tax_amount, 0) * documents.sign)::decimal(18, 4) as tax_amount,
        (
            coalesce(-summed.owed_amount, summed.sold_amount + summed.tax_amount, 0)
            * documents.sign
        )::decimal(18, 4) as total_amount,
        case
            when documents.is_voided then 'cancelled'
            when documents.is_posting then 'posted'
            else 'draft'
        end as status,
        'erp_netsuite:' || origins.transaction_id as related_invoice_id,
        documents.purchase_order,
        documents.memo as reference,
        documents.source_record
    from documents
    left join summed on documents.transaction_id = summed.transaction_id
    left join stg_erp_netsuite__currency as currencies
        on documents.currency_id = currencies.currency_id
    left join stg_erp_netsuite__subsidiary as subsidiaries
        on summed.subsidiary_id = subsidiaries.subsidiary_id
    left join stg_erp_netsuite__currency as own_currencies
        on subsidiaries.currency_id = own_currencies.currency_id
    left join documents as origins
        on
            summed.created_from_id = origins.transaction_id
            and documents.document_type = 'credit_note'
    -- Without a currency an amount says nothing; the load tells how many lack theirs.
    where
        documents.issued_on is not null
        and coalesce(currencies.currency, own_currencies.currency) is not null
)

select * from map_erp_netsuite__invoices
