with stg_erp_einvoices__documents as (
    select * from {{ ref('stg_erp_einvoices__documents') }}
),

stg_erp_einvoices__payment_applications as (
    select * from {{ ref('stg_erp_einvoices__payment_applications') }}
),

stg_erp_einvoices__document_references as (
    select * from {{ ref('stg_erp_einvoices__document_references') }}
    where reference_kind = 'replaced'
),

map_erp_einvoices__payment_allocations as (
    -- Of the receipts that are payments; one payment may settle two instalments of a document.
    select
        'erp_einvoices:' || applications.document_id || '/' || applications.payment_number
            as payment_id,
        'erp_einvoices:' || applications.paid_document_id as invoice_id,
        sum(applications.paid_amount)::decimal(18, 4) as amount,
        min(applications.source_record) as source_record
    from stg_erp_einvoices__payment_applications as applications
    inner join stg_erp_einvoices__documents as receipts
        on applications.document_id = receipts.document_id
    anti join stg_erp_einvoices__document_references as replaced
        on applications.document_id = replaced.referred_number
    where receipts.direction = 'issued' and not receipts.is_draft
    group by
        applications.document_id, applications.payment_number, applications.paid_document_id
)

select * from map_erp_einvoices__payment_allocations
