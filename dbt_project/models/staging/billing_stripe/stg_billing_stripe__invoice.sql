with source as (
    select * from {{ source('billing_stripe', 'invoice') }}
),

stg_billing_stripe__invoice as (
    select
        id as invoice_id,
        customer_id,

        coalesce(number, id) as number,
        status,

        subtotal::decimal(18, 4) as subtotal,
        tax::decimal(18, 4) as tax,
        total::decimal(18, 4) as total,
        currency,

        -- A draft is issued when it is finalised; a subscription's period ends when it is invoiced.
        coalesce(status_transitions_finalized_at, created, period_end)::date as issued_on,
        due_date::date as due_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__invoice
