with int_promises__read as (
    select * from {{ ref('int_promises__read') }}
),

int_promises__agreements as (
    select * from {{ ref('int_promises__agreements') }}
    where is_judged
),

agreements as (
    select
        agreement_id,
        any_value(opportunity_id) as opportunity_id,
        case when count(*) = 1 then any_value(contract_id) end as contract_id,
        case when count(distinct payer_customer_id) = 1 then any_value(payer_customer_id) end
            as customer_id,
        case when count(distinct legal_entity_id) = 1 then any_value(legal_entity_id) end
            as legal_entity_id,
        min(invoice_currency) as currency
    from int_promises__agreements
    group by agreement_id
),

int_promises__owned as (
    -- A deal without a signed contract is `deal_without_contract`, and no contract to be held to.
    select
        promises.*,
        agreements.*
    from int_promises__read as promises
    inner join agreements on promises.owner_id = agreements.opportunity_id
    where promises.owner_kind = 'opportunity'
    union all by name
    select
        promises.*,
        contracts.agreement_id,
        contracts.opportunity_id,
        contracts.contract_id,
        contracts.payer_customer_id as customer_id,
        contracts.legal_entity_id,
        contracts.invoice_currency as currency
    from int_promises__read as promises
    inner join int_promises__agreements as contracts on promises.owner_id = contracts.contract_id
    where promises.owner_kind = 'contract'
)

select * from int_promises__owned
