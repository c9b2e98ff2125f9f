with stg_erp_einvoices__documents as (
    select * from {{ ref('stg_erp_einvoices__documents') }}
),

stg_erp_einvoices__payments as (
    select * from {{ ref('stg_erp_einvoices__payments') }}
),

stg_erp_einvoices__document_references as (
    select * from {{ ref('stg_erp_einvoices__document_references') }}
    where reference_kind = 'replaced'
),

map_erp_einvoices__payments as (
    -- A receipt without a stamp, or one that another stands in for, is none.
    select
        'erp_einvoices:' || payments.document_id || '/' || payments.item_number as payment_id,
        'erp_einvoices:' || receipts.receiver_key as customer_id,
        payments.paid_on,
        payments.amount,
        payments.currency,
        payments.reference,
        payments.source_record
    from stg_erp_einvoices__payments as payments
    inner join stg_erp_einvoices__documents as receipts
        on payments.document_id = receipts.document_id
    anti join stg_erp_einvoices__document_references as replaced
        on payments.document_id = replaced.referred_number
    where receipts.direction = 'issued' and not receipts.is_draft
)

select * from map_erp_einvoices__payments
