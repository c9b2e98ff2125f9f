with mapped as (
    {{ union_mapped('match_decisions') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

match_decisions as (
    select
        mapped.bank_transaction_id,
        mapped.invoice_id,
        mapped.amount,
        mapped.decision,
        mapped.owner,
        mapped.reason,
        mapped.decided_on,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.decided_on <= run_settings.as_of_date
)

select * from match_decisions
