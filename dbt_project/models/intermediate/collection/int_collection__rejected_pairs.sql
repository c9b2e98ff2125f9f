with int_collection__match_decisions as (
    select * from {{ ref('int_collection__match_decisions') }}
    where decision_status = 'standing' and decision = 'rejected'
),

int_collection__rejected_pairs as (
    -- Not this document, a person said; without a document: none at all.
    select
        bank_transaction_id,
        invoice_id
    from int_collection__match_decisions
)

select * from int_collection__rejected_pairs
