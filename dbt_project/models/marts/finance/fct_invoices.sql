with int_invoice_balances as (
    select * from {{ ref('int_invoice_balances') }}
),

fct_invoices as (
    select
        invoice_id,
        invoice_number,
        legal_entity_id,
        customer_id,
        contract_id,
        opportunity_id,
        related_invoice_id,

        document_type,
        case
            when document_type = 'credit_note' and open_amount = -total_amount then 'unapplied'
            when document_type = 'credit_note' and open_amount < 0 then 'partial'
            when document_type = 'credit_note' then 'applied'
            when total_amount < 0 then 'unapplied'
            when open_amount < 0 then 'overpaid'
            when open_amount = 0 and paid_amount = 0 and credited_amount > 0 then 'credited'
            when open_amount = 0 then 'paid'
            when paid_amount > 0 or credited_amount > 0 then 'partial'
            else 'open'
        end as payment_status,

        days_overdue,

        net_amount,
        tax_amount,
        total_amount,
        paid_amount,
        erp_paid_amount,
        bank_paid_amount,
        credited_amount,
        open_amount,
        currency,

        issue_date,
        due_on
    from int_invoice_balances
)

select * from fct_invoices
