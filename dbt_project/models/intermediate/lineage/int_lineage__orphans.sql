with int_lineage__lone_sales as (
    select * from {{ ref('int_lineage__lone_sales') }}
),

int_lineage__billed as (
    select * from {{ ref('int_lineage__billed') }}
    where invoice_id is not null
),

int_invoice_balances as (
    select
        invoice_id,
        contract_id,
        opportunity_id
    from {{ ref('int_invoice_balances') }}
),

int_lineage__receipts as (
    select * from {{ ref('int_lineage__receipts') }}
),

lone_documents as (
    select
        int_lineage__billed.order_to_cash_id,
        case when int_lineage__billed.collected_amount > 0 then 'collected' else 'invoiced' end
            as stage_reached,
        int_invoice_balances.opportunity_id,
        int_invoice_balances.contract_id,
        int_lineage__billed.invoice_id,
        int_lineage__billed.invoiced_amount,
        int_lineage__billed.credited_amount,
        int_lineage__billed.collected_amount,
        int_lineage__billed.currency
    from int_lineage__billed
    inner join int_invoice_balances
        on int_lineage__billed.invoice_id = int_invoice_balances.invoice_id
),

int_lineage__orphans as (
    select * from int_lineage__lone_sales
    union all by name
    select * from lone_documents
    union all by name
    select * from int_lineage__receipts
)

select * from int_lineage__orphans
