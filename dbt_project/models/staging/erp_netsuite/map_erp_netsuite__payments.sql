with map_erp_netsuite__invoices as (
    select * from {{ ref('map_erp_netsuite__invoices') }}
),

stg_erp_netsuite__transaction as (
    select * from {{ ref('stg_erp_netsuite__transaction') }}
),

map_erp_netsuite__payments as (
    -- A cash sale is paid as it is made. What other payments settle is in no table that is read.
    select
        documents.invoice_id || '@cash' as payment_id,
        documents.customer_id,
        documents.issue_date as paid_on,
        documents.total_amount as amount,
        documents.currency,
        documents.invoice_number as reference,
        documents.source_record
    from map_erp_netsuite__invoices as documents
    inner join stg_erp_netsuite__transaction as sales
        on documents.invoice_id = 'erp_netsuite:' || sales.transaction_id
    where sales.transaction_type = 'CashSale' and documents.status = 'posted'
)

select * from map_erp_netsuite__payments
