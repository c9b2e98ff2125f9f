with stg_erp_sap__billing_document_headers as (
    select * from {{ ref('stg_erp_sap__billing_document_headers') }}
),

stg_erp_sap__billing_document_items as (
    select * from {{ ref('stg_erp_sap__billing_document_items') }}
),

stg_erp_sap__outbound_delivery_items as (
    select * from {{ ref('stg_erp_sap__outbound_delivery_items') }}
),

orders as (
    -- One document may bill the deliveries of several orders: then it belongs to none alone.
    select
        billed.billing_document,
        min(deliveries.reference_document) as sales_order
    from stg_erp_sap__billing_document_items as billed
    inner join stg_erp_sap__outbound_delivery_items as deliveries
        on
            billed.reference_document = deliveries.delivery_document
            and billed.reference_item = deliveries.delivery_document_item
    group by billed.billing_document
    having count(distinct deliveries.reference_document) = 1
),

cancellations as (
    select cancelled_billing_document as billing_document
    from stg_erp_sap__billing_document_headers
    where billing_document_type = 'S1' and cancelled_billing_document is not null
    group by cancelled_billing_document
),

map_erp_sap__invoices as (
    select
        'erp_sap:' || documents.billing_document as invoice_id,
        documents.billing_document as invoice_number,
        case documents.billing_document_type when 'S1' then 'credit_note' else 'invoice' end
            as document_type,
        'erp_sap:' || documents.company_code as legal_entity_id,
        'erp_sap:' || documents.sold_to_party as customer_id,
        documents.billed_on as issue_date,
        documents.currency,
        documents.net_amount,
        -- The extracts hold no tax.
        0::decimal(18, 4) as tax_amount,
        documents.net_amount as total_amount,
        -- A cancelled document stays posted, because its cancellation nets it; only where that
        -- document is not among the extracts must the flag do it.
        case
            when documents.is_cancelled and cancellations.billing_document is null then 'cancelled'
            else 'posted'
        end as status,
        'erp_sap:' || orders.sales_order as contract_id,
        'erp_sap:' || documents.cancelled_billing_document as related_invoice_id,
        documents.accounting_document as reference,
        documents.source_record
    from stg_erp_sap__billing_document_headers as documents
    left join orders on documents.billing_document = orders.billing_document
    left join cancellations on documents.billing_document = cancellations.billing_document
)

select * from map_erp_sap__invoices
