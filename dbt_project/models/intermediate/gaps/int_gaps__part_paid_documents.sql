with int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

source_windows as (
    select
        legal_entity_id,
        bank_from
    from {{ ref('source_windows') }}
),

run_settings as (
    select
        as_of_date,
        grace_days
    from {{ ref('run_settings') }}
),

int_gaps__part_paid_documents as (
    -- A part payment is short once the document is due, and the days of grace are over.
    select
        documents.*,
        documents.owed_amount - documents.received_amount as short_amount
    from int_gaps__cash_documents as documents
    cross join run_settings
    left join source_windows on documents.legal_entity_id = source_windows.legal_entity_id
    where
        documents.received_amount > 0
        and documents.owed_amount - documents.possible_amount > documents.tolerance_amount
        and run_settings.as_of_date > documents.due_on + run_settings.grace_days
        and not documents.is_paid_net
        -- Where only the bank tells, what came before its files is not known.
        and (
            documents.erp_paid_amount > 0
            or coalesce(documents.issue_date >= source_windows.bank_from, true)
        )
)

select * from int_gaps__part_paid_documents
