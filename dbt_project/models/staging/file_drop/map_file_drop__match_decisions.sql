with stg_file_drop__decisions_match_decisions as (
    select * from {{ ref('stg_file_drop__decisions_match_decisions') }}
),

map_file_drop__match_decisions as (
    select
        bank_transaction_id,
        invoice_id,
        amount,
        decision,
        owner,
        reason,
        decided_on,
        source_record
    from stg_file_drop__decisions_match_decisions
)

select * from map_file_drop__match_decisions
