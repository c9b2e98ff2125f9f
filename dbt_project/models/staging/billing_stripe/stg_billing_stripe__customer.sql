with source as (
    select * from {{ source('billing_stripe', 'customer') }}
),

stg_billing_stripe__customer as (
    select
        id as customer_id,

        coalesce(name, description, id) as name,
        tax_info_tax_id as tax_id,
        upper(address_country) as country,
        currency,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__customer
