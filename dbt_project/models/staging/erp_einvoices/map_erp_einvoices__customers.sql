with stg_erp_einvoices__documents as (
    select * from {{ ref('stg_erp_einvoices__documents') }}
    where direction = 'issued' and not is_incoming and document_kind != 'other'
),

map_erp_einvoices__customers as (
    -- Whoever was invoiced; the last document says how it is called by now.
    select
        'erp_einvoices:' || receiver_key as customer_id,
        coalesce(receiver_name, receiver_key) as name,
        receiver_tax_id as tax_id,
        receiver_country as country,
        source_record
    from stg_erp_einvoices__documents
    qualify
        row_number() over (partition by receiver_key order by issued_on desc, document_id asc) = 1
)

select * from map_erp_einvoices__customers
