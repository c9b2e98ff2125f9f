with source as (
    select * from {{ source('file_drop', 'decisions_match_decisions') }}
),

stg_file_drop__decisions_match_decisions as (
    select
        bank_transaction_id,
        invoice_id,
        amount::decimal(18, 4) as amount,
        decision,
        owner,
        reason,
        decided_on::date as decided_on,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__decisions_match_decisions
