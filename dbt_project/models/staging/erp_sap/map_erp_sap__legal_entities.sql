with stg_erp_sap__billing_document_headers as (
    select * from {{ ref('stg_erp_sap__billing_document_headers') }}
),

stg_erp_sap__journal_entry_items_accounts_receivable as (
    select * from {{ ref('stg_erp_sap__journal_entry_items_accounts_receivable') }}
),

seen as (
    -- The company codes themselves are not extracted: the journal says their currency, else what
    -- they invoice in.
    select
        company_code,
        company_currency as currency,
        1 as evidence_rank,
        source_record
    from stg_erp_sap__journal_entry_items_accounts_receivable
    where company_currency is not null
    union all
    select
        company_code,
        currency,
        2 as evidence_rank,
        source_record
    from stg_erp_sap__billing_document_headers
),

map_erp_sap__legal_entities as (
    select
        'erp_sap:' || company_code as legal_entity_id,
        company_code as name,
        -- ISO 3166 leaves ZZ to its users: nothing in the extracts tells the country.
        'ZZ' as country,
        currency as functional_currency,
        source_record
    from seen
    qualify
        row_number() over (
            partition by company_code order by evidence_rank, currency, source_record
        ) = 1
)

select * from map_erp_sap__legal_entities
