with int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
),

int_collection__set_aside as (
    select bank_transaction_id
    from {{ ref('int_collection__set_aside') }}
),

int_collection__payers as (
    select * from {{ ref('int_collection__payers') }}
),

int_collection__quotes as (
    select bank_transaction_id
    from {{ ref('int_collection__quotes') }}
    where is_firm
    group by bank_transaction_id
),

remittances as (
    select bank_transaction_id
    from {{ ref('remittances') }}
    group by bank_transaction_id
),

int_collection__receipts as (
    select
        bank_lines.bank_transaction_id,
        bank_lines.bank_account_id,
        bank_lines.legal_entity_id,
        payers.payer_customer_id,
        payers.payer_class,
        payers.payer_evidence,
        coalesce(payers.customer_count, 0) as payer_count,
        bank_lines.reference,
        bank_lines.amount,
        bank_lines.currency,
        quotes.bank_transaction_id is not null as has_quotes,
        remittances.bank_transaction_id is not null as has_remittance,
        bank_lines.booked_on
    from int_collection__lines as bank_lines
    left join int_collection__set_aside as set_aside
        on bank_lines.bank_transaction_id = set_aside.bank_transaction_id
    left join int_collection__payers as payers
        on bank_lines.bank_transaction_id = payers.bank_transaction_id
    left join int_collection__quotes as quotes
        on bank_lines.bank_transaction_id = quotes.bank_transaction_id
    left join remittances on bank_lines.bank_transaction_id = remittances.bank_transaction_id
    where set_aside.bank_transaction_id is null
)

select * from int_collection__receipts
