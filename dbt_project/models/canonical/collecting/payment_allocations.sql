with mapped as (
    {{ union_mapped('payment_allocations') }}
),

payment_allocations as (
    select
        payment_id,
        invoice_id,
        amount,
        source_record
    from mapped
)

select * from payment_allocations
