with int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
    where match_status = 'unmatched' and legal_entity_id is not null
),

int_collection__receipts as (
    select
        bank_transaction_id,
        payer_customer_id
    from {{ ref('int_collection__receipts') }}
    where not has_quotes and not has_remittance
),

int_gaps__refunded_receipts as (
    select bank_transaction_id from {{ ref('int_gaps__refunded_receipts') }}
),

int_gaps__stray_receipts as (
    select
        statuses.bank_transaction_id,
        statuses.legal_entity_id as receiving_entity_id,
        statuses.amount,
        statuses.currency,
        statuses.booked_on,
        receipts.payer_customer_id
    from int_bank_line_statuses as statuses
    inner join int_collection__receipts as receipts
        on statuses.bank_transaction_id = receipts.bank_transaction_id
    left join int_gaps__refunded_receipts as refunded
        on statuses.bank_transaction_id = refunded.bank_transaction_id
    where refunded.bank_transaction_id is null
)

select * from int_gaps__stray_receipts
