with int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

contracts as (
    select
        contract_id,
        account_id,
        start_date
    from {{ ref('contracts') }}
),

served as (
    select
        contracts.account_id,
        contracts.contract_id,
        int_terms__lines.legal_entity_id,
        int_terms__lines.product_id,
        contracts.start_date as contract_start,
        int_terms__lines.life_start,
        -- A term that ends and is renewed until cancelled ends twice.
        unnest([int_terms__lines.first_term_end + 1, int_terms__lines.life_until]) as ended_until
    from int_terms__lines
    inner join contracts on int_terms__lines.contract_id = contracts.contract_id
),

int_gaps__renewing_contracts as (
    -- The same thing sold to the same account, from within a month of the day another contract
    -- for it ends: the sale was the earlier one's.
    select distinct renewing.contract_id
    from served as renewing
    inner join served as earlier
        on
            renewing.account_id = earlier.account_id
            and renewing.legal_entity_id = earlier.legal_entity_id
            and renewing.product_id = earlier.product_id
            and renewing.contract_id != earlier.contract_id
            and renewing.contract_start > earlier.contract_start
            and abs(renewing.life_start - earlier.ended_until) <= 31
)

select * from int_gaps__renewing_contracts
