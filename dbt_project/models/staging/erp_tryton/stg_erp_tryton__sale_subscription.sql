with source as (
    select * from {{ source('erp_tryton', 'sale_subscription') }}
),

stg_erp_tryton__sale_subscription as (
    select
        id as subscription_id,
        party as party_id,
        invoice_party as invoice_party_id,
        company as company_id,
        currency as currency_id,
        payment_term as payment_term_id,
        invoice_recurrence as invoice_recurrence_id,

        number,
        reference,
        description,
        state,

        start_date::date as start_date,
        end_date::date as end_date,
        invoice_start_date::date as invoice_start_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_subscription
