with int_collection__receipts as (
    select * from {{ ref('int_collection__receipts') }}
    where has_remittance
),

remittances as (
    select
        remittance_id,
        bank_transaction_id,
        amount as told_amount,
        coalesce(fee_amount, 0) as fee_amount,
        {{ number_key('invoice_number') }} as number_key
    from {{ ref('remittances') }}
    where bank_transaction_id is not null
),

int_collection__document_numbers as (
    select * from {{ ref('int_collection__document_numbers') }}
    where not is_weak
),

int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

told as (
    -- What the payer says the transfer pays, document by document.
    select
        receipts.bank_transaction_id,
        receipts.legal_entity_id,
        receipts.booked_on,
        receipts.amount,
        receipts.currency,
        receipts.payer_customer_id,
        remittances.number_key,
        sum(remittances.told_amount) as told_amount,
        sum(remittances.fee_amount) as fee_amount,
        string_agg(remittances.remittance_id, ', ' order by remittances.remittance_id)
            as remittance_ids
    from int_collection__receipts as receipts
    inner join remittances on receipts.bank_transaction_id = remittances.bank_transaction_id
    group by
        receipts.bank_transaction_id,
        receipts.legal_entity_id,
        receipts.booked_on,
        receipts.amount,
        receipts.currency,
        receipts.payer_customer_id,
        remittances.number_key
),

summed as (
    select
        *,
        sum(told_amount - fee_amount) over (partition by bank_transaction_id) as told_sum,
        count(*) over (partition by bank_transaction_id) as told_count
    from told
),

int_collection__remitted as (
    select
        summed.*,
        documents.invoice_id,
        documents.total_amount,
        documents.currency as invoice_currency,
        summed.payer_customer_id is null or related.customer_id is not null
            as is_payer_compatible
    from summed
    inner join int_collection__document_numbers as numbers
        on
            summed.legal_entity_id = numbers.legal_entity_id
            and summed.number_key = numbers.number_key
    inner join int_collection__documents as documents
        on
            numbers.invoice_id = documents.invoice_id
            and summed.currency = documents.currency
            and summed.booked_on >= documents.issue_date
    left join int_collection__related_customers as related
        on
            summed.payer_customer_id = related.payer_customer_id
            and documents.customer_id = related.customer_id
)

select * from int_collection__remitted
