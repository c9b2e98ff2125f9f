with int_collection__tokens as (
    select * from {{ ref('int_collection__tokens') }}
),

int_collection__document_numbers as (
    select * from {{ ref('int_collection__document_numbers') }}
),

int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

int_collection__lines as (
    select
        bank_transaction_id,
        legal_entity_id,
        amount
    from {{ ref('int_collection__lines') }}
    where amount > 0
),

int_collection__payers as (
    select
        bank_transaction_id,
        payer_customer_id
    from {{ ref('int_collection__payers') }}
    where payer_customer_id is not null
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

found as (
    select
        tokens.bank_transaction_id,
        tokens.text_rank,
        tokens.run_number,
        tokens.spelling_rank,
        tokens.token,
        numbers.invoice_id,
        documents.customer_id,
        regexp_matches(tokens.token, '[A-Z]') and not numbers.is_weak as has_letters,
        -- `2026` is a year and `2` a count as often as they are numbers.
        numbers.is_weak
        or regexp_matches(tokens.token, '^([0-9]{1,3}|(19|20)[0-9]{2})$') as is_weak,
        documents.total_amount = bank_lines.amount as is_same_amount,
        payers.bank_transaction_id is null as is_payer_unknown,
        related.customer_id is not null as is_payer_agreeing
    from int_collection__tokens as tokens
    inner join int_collection__lines as bank_lines
        on tokens.bank_transaction_id = bank_lines.bank_transaction_id
    inner join int_collection__document_numbers as numbers
        on
            tokens.token = numbers.number_key
            and bank_lines.legal_entity_id = numbers.legal_entity_id
    inner join int_collection__documents as documents
        on numbers.invoice_id = documents.invoice_id
    left join int_collection__payers as payers
        on tokens.bank_transaction_id = payers.bank_transaction_id
    left join int_collection__related_customers as related
        on
            payers.payer_customer_id = related.payer_customer_id
            and documents.customer_id = related.customer_id
),

credible as (
    -- Bare digits that fit neither payer nor amount are some other number. Where no payer is known,
    -- a longer number of the same customer beside a short one stands for the payer.
    select *
    from found
    qualify
        has_letters
        or is_same_amount
        or is_payer_agreeing
        or (
            is_payer_unknown
            and count(*) filter (where not is_weak) over (
                partition by bank_transaction_id, customer_id
            ) > 0
        )
),

spelled_out as (
    -- Of one run of characters the fullest spelling counts.
    select
        *,
        bool_and(is_weak) over (partition by bank_transaction_id, text_rank) as is_weak_text
    from credible
    qualify
        spelling_rank = min(spelling_rank) over (
            partition by bank_transaction_id, text_rank, run_number
        )
),

meant as (
    -- The text before the reference, which is mostly the bank's own number.
    select *
    from spelled_out
    qualify
        2 * is_weak_text::integer + text_rank
        = min(2 * is_weak_text::integer + text_rank) over (partition by bank_transaction_id)
),

int_collection__quotes as (
    select
        bank_transaction_id,
        invoice_id,
        min(token) as token,
        bool_and(is_weak) as is_weak,
        bool_or(not is_weak or is_same_amount) as is_firm,
        bool_or(has_letters or is_same_amount) as is_sure,
        bool_or(is_payer_unknown or is_payer_agreeing) as is_payer_compatible
    from meant
    group by bank_transaction_id, invoice_id
)

select * from int_collection__quotes
