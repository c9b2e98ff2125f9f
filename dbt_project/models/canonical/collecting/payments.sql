with mapped as (
    {{ union_mapped('payments') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

payments as (
    select
        mapped.payment_id,
        mapped.customer_id,
        mapped.paid_on,
        mapped.amount,
        mapped.currency,
        mapped.reference,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.paid_on <= run_settings.as_of_date
)

select * from payments
