with {{ open_payer_documents(
    'by_payer_adjusted',
    'receipts.amount < documents.total_amount and receipts.booked_on >= documents.issue_date'
) }},

allowed_differences as (
    -- What a bank keeps is as large as a small document: that takes the document's number.
    select * from {{ ref('int_collection__allowed_differences') }}
    where difference_kind != 'fee'
),

fitting as (
    select
        documents.*,
        differences.difference_kind
    from open_payer_documents as documents
    inner join allowed_differences as differences
        on
            documents.invoice_id = differences.invoice_id
            and documents.amount < documents.open_amount
            and documents.open_amount - documents.amount
            between differences.least_amount and differences.most_amount
            and documents.booked_on <= coalesce(differences.last_on, documents.booked_on)
    where documents.payer_class != 'name'
    qualify
        row_number() over (
            partition by documents.bank_transaction_id, documents.invoice_id
            order by differences.preference
        ) = 1
),

judged as (
    select
        *,
        count(*) over (partition by bank_transaction_id)::integer as fitting_count,
        count(*) over (partition by bank_transaction_id) > 1
        or count(*) over (partition by invoice_id) > 1 as is_tie
    from fitting
),

int_collection__by_payer_adjusted as (
    select
        bank_transaction_id,
        invoice_id,
        'payer_and_amount_adjusted' as match_rule,
        case when is_tie then 'documents_tie' end as review_reason,
        difference_kind,
        booked_on,
        amount as bank_amount,
        currency,
        open_amount as matched_amount,
        invoice_currency,
        case difference_kind when 'write_off' then 0.80 else 0.90 end::decimal(3, 2) as confidence,
        fitting_count as candidate_count,
        not is_tie as is_posted,
        json_object(
            'payer', payer_customer_id,
            'payer_known_by', payer_class,
            'payer_evidence', payer_evidence,
            'open_amount', open_amount::varchar,
            'kept_back', (open_amount - amount)::varchar
        )::varchar as evidence
    from judged
)

select * from int_collection__by_payer_adjusted
