with int_collection__lines as (
    select
        bank_transaction_id,
        legal_entity_id,
        amount,
        currency,
        booked_on
    from {{ ref('int_collection__lines') }}
    where amount < 0 and not is_marked_reversal
),

money_out as (
    select bank_transaction_id
    from {{ ref('int_collection__set_aside') }}
    where match_status_reason = 'money_out'
),

int_collection__payers as (
    select * from {{ ref('int_collection__payers') }}
),

int_collection__tokens as (
    select
        bank_transaction_id,
        token
    from {{ ref('int_collection__tokens') }}
    group by bank_transaction_id, token
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

invoices as (
    select * from {{ ref('invoices') }}
    where total_amount > 0
),

int_collection__credits as (
    select * from {{ ref('int_collection__credits') }}
),

{{ lines_left('money_out', 'refunds') }},

pairs as (
    -- Who is sent money back is whoever's note is named, or whoever the receiver is.
    select
        bank_lines.bank_transaction_id,
        bank_lines.amount,
        bank_lines.currency,
        bank_lines.booked_on,
        payers.payer_customer_id,
        payers.payer_class,
        notes.invoice_id,
        notes.invoice_number,
        notes.total_amount,
        coalesce(length(tokens.token) >= 4 or related.customer_id is not null, false)
        and tokens.token is not null as is_named
    from int_collection__lines as bank_lines
    inner join left_of_money_out as money_out
        on bank_lines.bank_transaction_id = money_out.bank_transaction_id
    inner join invoices as notes
        on
            notes.document_type = 'credit_note'
            and bank_lines.legal_entity_id = notes.legal_entity_id
            and bank_lines.currency = notes.currency
            and bank_lines.booked_on >= notes.issue_date
    left join int_collection__payers as payers
        on bank_lines.bank_transaction_id = payers.bank_transaction_id
    left join int_collection__related_customers as related
        on
            payers.payer_customer_id = related.payer_customer_id
            and notes.customer_id = related.customer_id
    left join int_collection__tokens as tokens
        on
            bank_lines.bank_transaction_id = tokens.bank_transaction_id
            and {{ number_key('notes.invoice_number') }} = tokens.token
    where
        related.customer_id is not null
        or (payers.payer_customer_id is null and length(tokens.token) >= 4)
),

{{ open_on_line_date('pairs', 'earlier') }},

crediting as (
    -- What a note gave its own document is given back only as far as that was paid too.
    select
        pairs.bank_transaction_id,
        pairs.invoice_id as credit_note_id,
        pairs.booked_on,
        credits.credited_amount,
        documents.invoice_id,
        documents.total_amount
    from pairs
    inner join int_collection__credits as credits on pairs.invoice_id = credits.credit_note_id
    inner join invoices as documents on credits.invoice_id = documents.invoice_id
),

{{ open_on_line_date('crediting', 'earlier') }},

int_collection__refundable_notes as (
    select
        notes.*,
        (
            notes.open_amount
            - coalesce(
                credits.credited_amount
                - least(credits.credited_amount, greatest(-credits.open_amount, 0)),
                0
            )
        )::decimal(18, 4) as refundable_amount
    from open_pairs as notes
    left join open_crediting as credits
        on
            notes.bank_transaction_id = credits.bank_transaction_id
            and notes.invoice_id = credits.credit_note_id
)

select * from int_collection__refundable_notes
