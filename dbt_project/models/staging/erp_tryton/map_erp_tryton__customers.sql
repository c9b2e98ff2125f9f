with stg_erp_tryton__party_party as (
    select * from {{ ref('stg_erp_tryton__party_party') }}
),

stg_erp_tryton__party_identifier as (
    select * from {{ ref('stg_erp_tryton__party_identifier') }}
),

stg_erp_tryton__party_relation_all as (
    select * from {{ ref('stg_erp_tryton__party_relation_all') }}
),

stg_erp_tryton__party_relation_type as (
    select * from {{ ref('stg_erp_tryton__party_relation_type') }}
),

stg_erp_tryton__declared_options as (
    select * from {{ ref('stg_erp_tryton__declared_options') }}
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

stg_erp_tryton__account_invoice as (
    select * from {{ ref('stg_erp_tryton__account_invoice') }}
),

tax_ids as (
    {{ tryton_tax_ids() }}
),

groups as (
    -- Of two groups neither is told to be the parent.
    select
        relations.from_party_id as party_id,
        min(relations.to_party_id) as group_party_id
    from stg_erp_tryton__party_relation_all as relations
    inner join stg_erp_tryton__party_relation_type as kinds
        on relations.relation_type_id = kinds.relation_type_id
    inner join stg_erp_tryton__declared_options as declared
        on kinds.name = declared.value and declared.option = 'group_relation'
    group by relations.from_party_id
    having count(distinct relations.to_party_id) = 1
),

trading as (
    select party_id from stg_erp_tryton__sale_sale
    union
    select invoice_party_id from stg_erp_tryton__sale_sale
    union
    select party_id from stg_erp_tryton__sale_subscription
    union
    select invoice_party_id from stg_erp_tryton__sale_subscription
    union
    select party_id from stg_erp_tryton__project_work
    union
    select party_id from stg_erp_tryton__account_invoice
),

customer_parties as (
    select party_id from trading
    union
    select groups.group_party_id
    from groups
    inner join trading on groups.party_id = trading.party_id
),

map_erp_tryton__customers as (
    select
        {{ tryton_record('party.party', 'parties.party_id') }} as customer_id,
        coalesce(parties.name, parties.code, parties.party_id) as name,
        tax_ids.tax_id,
        tax_ids.country,
        {{ tryton_record('party.party', 'groups.group_party_id') }} as parent_customer_id,
        parties.source_record
    from stg_erp_tryton__party_party as parties
    inner join customer_parties on parties.party_id = customer_parties.party_id
    left join tax_ids on parties.party_id = tax_ids.party_id
    left join groups on parties.party_id = groups.party_id
)

select * from map_erp_tryton__customers
