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

int_collection__tokens as (
    select
        bank_transaction_id,
        token
    from {{ ref('int_collection__tokens') }}
    group by bank_transaction_id, token
),

int_collection__document_numbers as (
    select * from {{ ref('int_collection__document_numbers') }}
),

int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

int_collection__payable_customers as (
    select * from {{ ref('int_collection__payable_customers') }}
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

int_gaps__refunded_receipts as (
    select bank_transaction_id from {{ ref('int_gaps__refunded_receipts') }}
),

documents as (
    -- What the bank has not seen paid, whatever the ERP says: it may have applied this very money.
    select
        invoice_id,
        customer_id,
        contract_id,
        legal_entity_id,
        currency,
        issue_date,
        owed_amount - bank_paid_amount as unbanked_amount,
        open_amount
    from int_gaps__cash_documents
    where owed_amount > bank_paid_amount
),

lines as (
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
),

by_number as (
    select
        lines.*,
        documents.* exclude (currency),
        true as is_named
    from lines
    inner join int_collection__tokens as tokens
        on lines.bank_transaction_id = tokens.bank_transaction_id
    inner join int_collection__document_numbers as numbers on tokens.token = numbers.number_key
    inner join documents
        on
            numbers.invoice_id = documents.invoice_id
            and lines.receiving_entity_id != documents.legal_entity_id
            and lines.currency = documents.currency
            and lines.amount = documents.unbanked_amount
            and lines.booked_on >= documents.issue_date
    left join int_collection__related_customers as related
        on
            lines.payer_customer_id = related.payer_customer_id
            and documents.customer_id = related.customer_id
    where lines.payer_customer_id is null or related.customer_id is not null
),

by_payer as (
    -- Without a number: what the payer owes another entity of ours, and not this one.
    select
        lines.*,
        documents.* exclude (currency),
        false as is_named
    from lines
    inner join int_collection__payable_customers as payable
        on lines.payer_customer_id = payable.payer_customer_id
    inner join documents
        on
            payable.customer_id = documents.customer_id
            and lines.receiving_entity_id != documents.legal_entity_id
            and lines.currency = documents.currency
            and lines.amount = documents.unbanked_amount
            and lines.amount = documents.open_amount
            and lines.booked_on >= documents.issue_date
),

found as (
    select * from by_number
    union
    select * from by_payer
),

surest as (
    select *
    from found
    qualify is_named = bool_or(is_named) over (partition by bank_transaction_id)
),

single as (
    -- Two documents that a line may pay, or two lines for one document, tell nothing.
    select *
    from surest
    qualify
        count(*) over (partition by bank_transaction_id) = 1
        and count(*) over (partition by invoice_id) = 1
),

int_gaps__receipts_elsewhere as (
    select
        'paid_to_other_entity' as gap_class,
        case when is_named then 'proved' else 'probable' end as certainty,
        bank_transaction_id as subject_id,
        bank_transaction_id,
        invoice_id,
        contract_id,
        customer_id,
        legal_entity_id,
        unbanked_amount as expected_amount,
        amount as actual_amount,
        currency,
        booked_on::varchar as detail,
        legal_entity_id as expected_value,
        receiving_entity_id as actual_value,
        invoice_id as invoice_ids
    from single
)

select * from int_gaps__receipts_elsewhere
