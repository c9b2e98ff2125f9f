with mapped as (
    {{ union_mapped('vendor_billings') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

vendor_billings as (
    select
        mapped.vendor_billing_id,
        mapped.contract_line_id,
        mapped.period_start,
        mapped.period_end,
        mapped.invoice_line_id,
        mapped.quantity,
        mapped.net_amount,
        mapped.currency,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.period_start <= run_settings.as_of_date
)

select * from vendor_billings
