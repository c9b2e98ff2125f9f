with source as (
    select * from {{ source('billing_stripe', 'credit_note_line_item') }}
),

stg_billing_stripe__credit_note_line_item as (
    select
        id as line_id,
        credit_note_id,

        description,

        (amount - coalesce(discount_amount, 0))::decimal(18, 4) as amount,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__credit_note_line_item
