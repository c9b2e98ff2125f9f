with int_gaps__loose_cash as (
    select * from {{ ref('int_gaps__loose_cash') }}
),

int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
),

int_collection__receipts as (
    select
        bank_transaction_id,
        payer_class
    from {{ ref('int_collection__receipts') }}
),

payments as (
    select
        payment_id,
        amount
    from {{ ref('payments') }}
),

payment_allocations as (
    select count(*) as allocation_count from {{ ref('payment_allocations') }}
),

invoices as (
    select
        legal_entity_id,
        min(issue_date) as first_issued_on
    from {{ ref('invoices') }}
    group by legal_entity_id
),

int_gaps__refunded_receipts as (
    select bank_transaction_id from {{ ref('int_gaps__refunded_receipts') }}
),

source_windows as (
    select
        legal_entity_id,
        bank_from
    from {{ ref('source_windows') }}
),

int_collection__tolerances as (
    select * from {{ ref('int_collection__tolerances') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

receipts as (
    select
        cash.receipt_kind,
        cash.receipt_id,
        statuses.bank_transaction_id,
        payments.payment_id,
        cash.customer_id,
        cash.legal_entity_id,
        statuses.match_status,
        coalesce(statuses.match_status_reason, '') as match_status_reason,
        lines.payer_class,
        coalesce(statuses.amount, payments.amount) as amount,
        cash.cash_amount,
        cash.currency,
        cash.received_on
    from int_gaps__loose_cash as cash
    left join int_bank_line_statuses as statuses
        on cash.receipt_id = statuses.bank_transaction_id and cash.receipt_kind = 'bank_line'
    left join int_collection__receipts as lines
        on statuses.bank_transaction_id = lines.bank_transaction_id
    left join payments
        on cash.receipt_id = payments.payment_id and cash.receipt_kind = 'erp_payment'
),

int_gaps__loose_receipts as (
    -- Not what was paid back, nor what came before the documents that it may have paid; an ERP
    -- without applications says nothing of what its payments were for.
    select
        receipts.*,
        currencies.minor_units,
        {{ payment_tolerance('receipts.amount', 'tolerances') }} as tolerance_amount,
        run_settings.as_of_date > receipts.received_on + run_settings.grace_days as is_settled
    from receipts
    inner join invoices on receipts.legal_entity_id = invoices.legal_entity_id
    inner join currencies on receipts.currency = currencies.currency
    cross join run_settings
    cross join payment_allocations
    left join int_gaps__refunded_receipts as refunded
        on receipts.bank_transaction_id = refunded.bank_transaction_id
    left join source_windows on receipts.legal_entity_id = source_windows.legal_entity_id
    inner join int_collection__tolerances as tolerances
        on
            receipts.legal_entity_id = tolerances.legal_entity_id
            and receipts.currency = tolerances.currency
    where
        refunded.bank_transaction_id is null
        and receipts.received_on >= invoices.first_issued_on
        and coalesce(
            receipts.payment_id is not null or receipts.received_on >= source_windows.bank_from,
            true
        )
        and (receipts.payment_id is null or payment_allocations.allocation_count > 0)
)

select * from int_gaps__loose_receipts
