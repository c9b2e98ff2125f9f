with stg_file_drop__erp_payment_allocations as (
    select * from {{ ref('stg_file_drop__erp_payment_allocations') }}
),

map_file_drop__payment_allocations as (
    select
        payment_id,
        invoice_id,
        amount,
        source_record
    from stg_file_drop__erp_payment_allocations
)

select * from map_file_drop__payment_allocations
