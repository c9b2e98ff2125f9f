with stg_erp_netsuite__transaction as (
    select * from {{ ref('stg_erp_netsuite__transaction') }}
),

stg_erp_netsuite__transaction_line as (
    select * from {{ ref('stg_erp_netsuite__transaction_line') }}
),

stg_erp_netsuite__tran_acct_line as (
    select * from {{ ref('stg_erp_netsuite__tran_acct_line') }}
),

stg_erp_netsuite__item as (
    select * from {{ ref('stg_erp_netsuite__item') }}
),

documents as (
    {{ netsuite_documents() }}
),

amounts as (
    {{ netsuite_amounts() }}
),

map_erp_netsuite__invoice_lines as (
    -- The main line is what the customer owes; descriptions and subtotals have no amount.
    select
        'erp_netsuite:' || lines.transaction_id || '@' || lines.line_id as invoice_line_id,
        'erp_netsuite:' || lines.transaction_id as invoice_id,
        'erp_netsuite:' || lines.item_id as product_id,
        coalesce(lines.memo, items.description) as description,
        lines.quantity * documents.sign as quantity,
        lines.unit_price,
        (lines.document_amount * documents.sign)::decimal(18, 4) as net_amount,
        if(lines.period_end is null, null, lines.period_start) as period_start,
        if(lines.period_start is null, null, lines.period_end) as period_end,
        lines.source_record
    from amounts as lines
    inner join documents on lines.transaction_id = documents.transaction_id
    left join stg_erp_netsuite__item as items on lines.item_id = items.item_id
    where not lines.is_main and not lines.is_tax and lines.document_amount is not null
)

select * from map_erp_netsuite__invoice_lines
