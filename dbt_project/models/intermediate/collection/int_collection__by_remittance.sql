with int_collection__receipts as (
    select * from {{ ref('int_collection__receipts') }}
),

remittances as (
    select
        remittance_id,
        bank_transaction_id,
        amount as told_amount,
        {{ number_key('invoice_number') }} as number_key
    from {{ ref('remittances') }}
    where bank_transaction_id is not null
),

int_collection__document_numbers as (
    select * from {{ ref('int_collection__document_numbers') }}
),

int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

{{ lines_left('int_collection__receipts', 'by_remittance') }},

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
        string_agg(remittances.remittance_id, ', ' order by remittances.remittance_id)
            as remittance_ids
    from left_of_int_collection__receipts as receipts
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
        sum(told_amount) over (partition by bank_transaction_id) as told_sum,
        count(*) over (partition by bank_transaction_id) as told_count
    from told
),

pairs as (
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
),

{{ open_on_line_date('pairs', 'earlier') }},

weighed as (
    select
        *,
        count(*) over (partition by bank_transaction_id)::integer as candidate_count,
        sum(told_amount) over (
            partition by invoice_id order by booked_on, bank_transaction_id
        ) > open_amount as is_beyond_open
    from open_pairs
    where open_amount > 0
),

judged as (
    select
        *,
        case
            when not bool_and(is_payer_compatible) over lines then 'payer_disagrees'
            when
                told_sum != amount
                or candidate_count != told_count
                or min(told_amount) over lines <= 0
                or bool_or(is_beyond_open) over lines
                then 'remittance_does_not_fit'
        end as review_reason
    from weighed
    window lines as (partition by bank_transaction_id)
),

int_collection__by_remittance as (
    select
        bank_transaction_id,
        invoice_id,
        'remittance' as match_rule,
        review_reason,
        booked_on,
        least(told_amount, open_amount)::decimal(18, 4) as bank_amount,
        currency,
        least(told_amount, open_amount)::decimal(18, 4) as matched_amount,
        invoice_currency,
        0.99::decimal(3, 2) as confidence,
        candidate_count,
        review_reason is null as is_posted,
        json_object(
            'remittances', remittance_ids,
            'told_amount', told_amount::varchar,
            'told_sum', told_sum::varchar,
            'open_amount', open_amount::varchar
        )::varchar as evidence
    from judged
)

select * from int_collection__by_remittance
