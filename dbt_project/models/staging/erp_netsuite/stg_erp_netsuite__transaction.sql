with source as (
    select * from {{ source('erp_netsuite', 'transaction') }}
),

stg_erp_netsuite__transaction as (
    select
        id as transaction_id,
        entity as entity_id,
        currency as currency_id,

        coalesce(tranid, transactionnumber, id) as number,
        type as transaction_type,
        status as transaction_status,
        otherrefnum as purchase_order,
        memo,

        coalesce(posting, true) as is_posting,
        coalesce(voided, status = 'V', false) as is_voided,

        trandate as issued_on,
        duedate as due_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_netsuite__transaction
