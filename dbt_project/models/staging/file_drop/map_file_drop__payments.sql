with stg_file_drop__erp_payments as (
    select * from {{ ref('stg_file_drop__erp_payments') }}
),

map_file_drop__payments as (
    select
        payment_id,
        customer_id,
        paid_on,
        amount,
        currency,
        reference,
        source_record
    from stg_file_drop__erp_payments
)

select * from map_file_drop__payments
