with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_signed
),

int_gaps__renewing_contracts as (
    select * from {{ ref('int_gaps__renewing_contracts') }}
),

first_deals as (
    select
        legal_entity_id,
        min(close_date) as first_deal_on
    from int_gaps__contract_deals
    group by legal_entity_id
    having min(close_date) is not null
),

sold as (
    -- What renews an earlier contract was no sale of its own.
    select
        contract_deals.*,
        count(*) over legal_entities as sold_count,
        count(contract_deals.opportunity_id) over legal_entities as dealt_count
    from int_gaps__contract_deals as contract_deals
    inner join first_deals
        on
            contract_deals.legal_entity_id = first_deals.legal_entity_id
            and contract_deals.signed_on >= first_deals.first_deal_on
    left join int_gaps__renewing_contracts as renewing
        on contract_deals.contract_id = renewing.contract_id
    where renewing.contract_id is null
    window legal_entities as (partition by contract_deals.legal_entity_id)
),

int_gaps__contracts_without_deal as (
    -- A deal is missed where the CRM holds those of half the contracts or more; where it does not,
    -- contracts come about without it.
    select
        'contract_without_deal' as gap_class,
        'proved' as certainty,
        case when named_id is not null then 'contract_names_unknown_deal' end as message_code,
        contract_id as subject_id,
        contract_id,
        invoice_currency as currency,
        signed_on::varchar as detail,
        named_id as expected_value
    from sold
    where opportunity_id is null and 2 * dealt_count >= sold_count
)

select * from int_gaps__contracts_without_deal
