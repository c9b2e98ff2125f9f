with stg_crm_salesforce__order as (
    select * from {{ ref('stg_crm_salesforce__order') }}
),

stg_crm_salesforce__contract as (
    select * from {{ ref('stg_crm_salesforce__contract') }}
),

map_crm_salesforce__accounts as (
    select * from {{ ref('map_crm_salesforce__accounts') }}
),

stg_crm_salesforce__quote as (
    select * from {{ ref('stg_crm_salesforce__quote') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

corporate as (
    {{ salesforce_currency() }}
),

declared as (
    {{ crm_declared('stg_crm_salesforce__declared_options') }}
),

map_crm_salesforce__ordered_contracts as (
    select
        'crm_salesforce:' || orders.order_id as contract_id,
        'crm_salesforce:' || coalesce(orders.opportunity_id, quotes.opportunity_id)
            as opportunity_id,
        'crm_salesforce:' || orders.quote_id as quote_id,
        'crm_salesforce:' || coalesce(orders.account_id, 'none') as account_id,
        customers.erp_customer_id as customer_id,
        declared.legal_entity_id,
        coalesce(orders.currency, corporate.currency) as currency,
        coalesce(
            contracts.signed_on, orders.authorised_on, orders.activated_on, orders.start_date
        ) as signed_on,
        orders.start_date,
        coalesce(orders.end_date, contracts.end_date) as end_date,
        'active' as status,
        'none' as renewal,
        orders.purchase_order,
        orders.source_record
    from stg_crm_salesforce__order as orders
    cross join corporate
    inner join declared on declared.is_order_a_contract
    left join stg_crm_salesforce__contract as contracts
        on orders.contract_id = contracts.contract_id
    left join map_crm_salesforce__accounts as customers
        on 'crm_salesforce:' || orders.account_id = customers.account_id
    left join stg_crm_salesforce__quote as quotes on orders.quote_id = quotes.quote_id
    where orders.is_agreed
)

select * from map_crm_salesforce__ordered_contracts
