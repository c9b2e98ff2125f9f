with stg_erp_netsuite__subsidiary as (
    select * from {{ ref('stg_erp_netsuite__subsidiary') }}
),

stg_erp_netsuite__currency as (
    select * from {{ ref('stg_erp_netsuite__currency') }}
),

map_erp_netsuite__legal_entities as (
    -- A subsidiary for eliminations exists in the consolidation alone.
    select
        'erp_netsuite:' || subsidiaries.subsidiary_id as legal_entity_id,
        subsidiaries.name,
        subsidiaries.tax_id,
        -- Where it states no country, the currency tells: ISO 4217 begins with its code.
        coalesce(subsidiaries.country, left(currencies.currency, 2)) as country,
        currencies.currency as functional_currency,
        subsidiaries.source_record
    from stg_erp_netsuite__subsidiary as subsidiaries
    inner join stg_erp_netsuite__currency as currencies
        on subsidiaries.currency_id = currencies.currency_id
    where not subsidiaries.is_elimination
)

select * from map_erp_netsuite__legal_entities
