with stg_erp_tryton__party_party as (
    select * from {{ ref('stg_erp_tryton__party_party') }}
),

stg_erp_tryton__party_identifier as (
    select * from {{ ref('stg_erp_tryton__party_identifier') }}
),

stg_erp_tryton__sale_opportunity as (
    select * from {{ ref('stg_erp_tryton__sale_opportunity') }}
),

stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

stg_erp_tryton__sale_subscription as (
    select * from {{ ref('stg_erp_tryton__sale_subscription') }}
),

stg_erp_tryton__project_work as (
    select * from {{ ref('stg_erp_tryton__project_work') }}
),

tax_ids as (
    {{ tryton_tax_ids() }}
),

sold_to as (
    select party_id from stg_erp_tryton__sale_opportunity
    union
    select party_id from stg_erp_tryton__sale_sale
    union
    select party_id from stg_erp_tryton__sale_subscription
    union
    select party_id from stg_erp_tryton__project_work
),

map_erp_tryton__accounts as (
    -- One record is both: who is sold to and who is invoiced have the same id.
    select
        {{ tryton_record('party.party', 'parties.party_id') }} as account_id,
        coalesce(parties.name, parties.code, parties.party_id) as name,
        tax_ids.tax_id,
        tax_ids.country,
        {{ tryton_record('party.party', 'parties.party_id') }} as erp_customer_id,
        parties.source_record
    from stg_erp_tryton__party_party as parties
    inner join sold_to on parties.party_id = sold_to.party_id
    left join tax_ids on parties.party_id = tax_ids.party_id
)

select * from map_erp_tryton__accounts
