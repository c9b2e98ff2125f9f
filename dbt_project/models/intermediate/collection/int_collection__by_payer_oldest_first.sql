-- DOMAIN 3, step 2: an advance pays documents of the next 60 days.
with {{ open_payer_documents(
    'by_payer_oldest_first', 'receipts.booked_on >= documents.issue_date - 60'
) }},

customers as (
    select customer_id
    from {{ ref('customers') }}
    where payment_policy = 'fifo'
),

int_collection__terms as (
    select
        invoice_id,
        due_on
    from {{ ref('int_collection__terms') }}
),

agreed_pairs as (
    select
        pairs.*,
        terms.due_on,
        {{ joined_id(['pairs.payer_customer_id', 'pairs.legal_entity_id', 'pairs.currency']) }}
            as account_key
    from open_payer_documents as pairs
    inner join customers on pairs.payer_customer_id = customers.customer_id
    inner join int_collection__terms as terms on pairs.invoice_id = terms.invoice_id
    where pairs.payer_class != 'name'
),

documents as (
    -- What was open to each of the lines is open to them together.
    select
        account_key,
        invoice_id,
        min(open_amount) as open_amount,
        sum(min(open_amount)) over (
            partition by account_key
            order by min(due_on), min(invoice_number), invoice_id
        ) as filled_until
    from agreed_pairs
    group by account_key, invoice_id
),

lines as (
    select
        account_key,
        bank_transaction_id,
        any_value(amount) as amount,
        sum(any_value(amount)) over (
            partition by account_key
            order by any_value(booked_on), bank_transaction_id
        ) as paid_until
    from agreed_pairs
    group by account_key, bank_transaction_id
),

laid_out as (
    -- Money and debts laid end to end in their order: each line pays where they overlap.
    select
        pairs.*,
        least(documents.filled_until, lines.paid_until)
        - greatest(
            documents.filled_until - documents.open_amount, lines.paid_until - lines.amount
        ) as paid_amount,
        documents.filled_until
    from agreed_pairs as pairs
    inner join documents
        on pairs.account_key = documents.account_key and pairs.invoice_id = documents.invoice_id
    inner join lines
        on
            pairs.account_key = lines.account_key
            and pairs.bank_transaction_id = lines.bank_transaction_id
),

int_collection__by_payer_oldest_first as (
    -- DOMAIN 3, rule 11: applied by the customer's policy, and confirmed by nobody.
    select
        bank_transaction_id,
        invoice_id,
        'payer_oldest_first' as match_rule,
        null::varchar as review_reason,
        null::varchar as difference_kind,
        booked_on,
        paid_amount::decimal(18, 4) as bank_amount,
        currency,
        paid_amount::decimal(18, 4) as matched_amount,
        invoice_currency,
        0.75::decimal(3, 2) as confidence,
        (count(*) over (partition by bank_transaction_id))::integer as candidate_count,
        true as is_posted,
        json_object(
            'payer', payer_customer_id,
            'payer_known_by', payer_class,
            'payer_evidence', payer_evidence,
            'open_amount', open_amount::varchar,
            'due_on', due_on
        )::varchar as evidence
    from laid_out
    where paid_amount > 0
)

select * from int_collection__by_payer_oldest_first
