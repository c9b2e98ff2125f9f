with int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
    where unapplied_amount > 0
),

int_unapplied_cash as (
    select * from {{ ref('int_unapplied_cash') }}
),

bank_lines as (
    -- What no document took of a receipt. Of a known customer's money only what the ERP has not
    -- applied either: that part is collected on documents already, and would count twice.
    select
        {{ joined_id(["'bank_transaction'", 'bank_lines.bank_transaction_id']) }}
            as order_to_cash_id,
        bank_lines.bank_transaction_id,
        null::varchar as payment_id,
        coalesce(cash.cash_amount, bank_lines.unapplied_amount) as collected_amount,
        bank_lines.currency
    from int_bank_line_statuses as bank_lines
    left join int_unapplied_cash as cash
        on bank_lines.bank_transaction_id = cash.receipt_id and cash.receipt_kind = 'bank_line'
),

payments as (
    -- Money on account that the ERP knows and no bank line is known to be.
    select
        {{ joined_id(["'payment'", 'receipt_id']) }} as order_to_cash_id,
        null::varchar as bank_transaction_id,
        receipt_id as payment_id,
        cash_amount as collected_amount,
        currency
    from int_unapplied_cash
    where receipt_kind = 'erp_payment' and cash_amount > 0
),

int_lineage__receipts as (
    select
        *,
        'receipt' as stage_reached
    from bank_lines
    union all
    select
        *,
        'receipt' as stage_reached
    from payments
)

select * from int_lineage__receipts
