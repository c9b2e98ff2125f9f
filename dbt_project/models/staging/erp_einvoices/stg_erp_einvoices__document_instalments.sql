with source as (
    select * from {{ source('erp_einvoices', 'document_instalments') }}
),

stg_erp_einvoices__document_instalments as (
    select
        document_id,
        item_number::integer as item_number,

        instalment_number,
        source_file,

        amount::decimal(18, 4) as amount,

        due_on::date as due_on,

        {{ source_record('source_file', 'item_number') }} as source_record
    from source
)

select * from stg_erp_einvoices__document_instalments
