with map_erp_netsuite__payments as (
    select * from {{ ref('map_erp_netsuite__payments') }}
),

map_erp_netsuite__payment_allocations as (
    select
        payment_id,
        split_part(payment_id, '@', 1) as invoice_id,
        amount,
        source_record
    from map_erp_netsuite__payments
)

select * from map_erp_netsuite__payment_allocations
