with source as (
    select * from {{ source('erp_tryton', 'party_party') }}
),

stg_erp_tryton__party_party as (
    select
        id as party_id,

        code,
        name,

        coalesce(active, true) as is_active,
        customer_tax_rule is not null as has_tax_rule,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__party_party
