with int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
    where not is_duplicate
),

int_bank_line_statuses as (
    select
        bank_transaction_id,
        match_status,
        customer_id,
        unapplied_amount
    from {{ ref('int_bank_line_statuses') }}
),

customers as (
    select
        customer_id,
        nullif({{ tax_id_key('tax_id') }}, '') as tax_id_key,
        {{ party_name('name') }} as party_name
    from {{ ref('customers') }}
),

refunds as (
    -- What pays a credit note back gives no receipt back.
    select bank_lines.*
    from int_collection__lines as bank_lines
    inner join int_bank_line_statuses as statuses
        on bank_lines.bank_transaction_id = statuses.bank_transaction_id
    where bank_lines.amount < 0 and statuses.match_status != 'matched'
),

paid_back as (
    -- A payment out gives back the latest receipt of that amount and party that nothing took.
    select
        refunds.bank_transaction_id as refund_id,
        receipts.bank_transaction_id
    from refunds
    inner join int_collection__lines as receipts
        on
            refunds.bank_account_id = receipts.bank_account_id
            and refunds.currency = receipts.currency
            and refunds.amount = -receipts.amount
            and refunds.booked_on >= receipts.booked_on
    inner join int_bank_line_statuses as statuses
        on
            receipts.bank_transaction_id = statuses.bank_transaction_id
            and statuses.unapplied_amount > 0
    left join customers on statuses.customer_id = customers.customer_id
    where
        refunds.counterparty_account_key = receipts.counterparty_account_key
        or refunds.counterparty_tax_id_key
        in (receipts.counterparty_tax_id_key, customers.tax_id_key)
        or nullif(refunds.counterparty_name_key, '')
        in (receipts.counterparty_name_key, customers.party_name)
    qualify
        row_number() over (
            partition by refunds.bank_transaction_id
            order by receipts.booked_on desc, receipts.bank_transaction_id desc
        ) = 1
),

int_gaps__refunded_receipts as (
    select
        bank_transaction_id,
        min(refund_id) as refund_id
    from paid_back
    group by bank_transaction_id
)

select * from int_gaps__refunded_receipts
