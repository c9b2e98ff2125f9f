with int_lineage__documents as (
    select * from {{ ref('int_lineage__documents') }}
),

int_invoice_balances as (
    select * from {{ ref('int_invoice_balances') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

pieces as (
    select
        documents.invoice_id,
        documents.order_to_cash_id,
        documents.attributed_amount,
        documents.thread_rate,
        documents.thread_currency,
        currencies.minor_units,
        balances.document_sign * balances.tax_amount as tax_amount,
        balances.open_amount,
        -- What a payment for other documents took from a note, or what was paid back.
        case when balances.document_type = 'credit_note' then balances.paid_amount else 0 end
            as note_used_amount,
        -document_sign * balances.credited_amount as credit_applied_amount
    from int_lineage__documents as documents
    inner join int_invoice_balances as balances on documents.invoice_id = balances.invoice_id
    inner join currencies on documents.currency = currencies.currency
),

measured as (
    unpivot pieces
    on tax_amount, open_amount, note_used_amount, credit_applied_amount
    into name measure value measured_amount
),

{{ shared_amounts(
    'measured', 'invoice_id, measure', 'measured_amount', 'attributed_amount', 'minor_units',
    tie_order='order_to_cash_id'
) }},

converted as (
    select
        shared.order_to_cash_id,
        shared.thread_currency as currency,
        shared.measure,
        {{ at_rate('shared.shared_amount', 'shared.thread_rate', 'currencies.minor_units') }}
            as share_amount
    from shared
    inner join currencies on shared.thread_currency = currencies.currency
),

int_bridge__shares as (
    select
        order_to_cash_id,
        currency,
        sum(share_amount) filter (where measure = 'tax_amount') as tax_amount,
        sum(share_amount) filter (where measure = 'open_amount') as open_amount,
        sum(share_amount) filter (where measure = 'note_used_amount') as note_used_amount,
        sum(share_amount) filter (where measure = 'credit_applied_amount')
            as credit_applied_amount
    from converted
    group by order_to_cash_id, currency
)

select * from int_bridge__shares
