with stg_erp_einvoices__documents as (
    select * from {{ ref('stg_erp_einvoices__documents') }}
    where direction = 'issued' and not is_incoming
),

currencies_used as (
    select
        issuer_key,
        case family
            when 'cl_dte' then 'CLP'
            when 'mx_cfdi' then 'MXN'
            when 'br_nfe' then 'BRL'
            when 'it_fatturapa' then 'EUR'
            -- In the money of the tax office, where a document is in another.
            else coalesce(tax_currency, currency)
        end as currency
    from stg_erp_einvoices__documents
),

main_currencies as (
    select
        issuer_key,
        currency
    from currencies_used
    group by issuer_key, currency
    qualify row_number() over (partition by issuer_key order by count(*) desc, currency) = 1
),

map_erp_einvoices__legal_entities as (
    -- Whoever issued is ours; the last document says how it is called by now.
    select
        'erp_einvoices:' || documents.issuer_key as legal_entity_id,
        coalesce(documents.issuer_name, documents.issuer_key) as name,
        documents.issuer_tax_id as tax_id,
        coalesce(documents.issuer_country, 'ZZ') as country,
        main_currencies.currency as functional_currency,
        documents.source_record
    from stg_erp_einvoices__documents as documents
    inner join main_currencies on documents.issuer_key = main_currencies.issuer_key
    qualify
        row_number() over (
            partition by documents.issuer_key
            order by documents.issued_on desc, documents.document_id asc
        ) = 1
)

select * from map_erp_einvoices__legal_entities
