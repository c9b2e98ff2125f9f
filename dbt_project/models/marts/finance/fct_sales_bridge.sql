with int_bridge__threads as (
    select * from {{ ref('int_bridge__threads') }}
),

int_bridge__booked as (
    select * from {{ ref('int_bridge__booked') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

contracts as (
    select
        contract_id,
        account_id
    from {{ ref('contracts') }}
),

accounts as (
    select
        account_id,
        name
    from {{ ref('accounts') }}
),

sales as (
    select
        sale_id,
        currency,
        any_value(opportunity_id) as opportunity_id,
        case when min(contract_id) = max(contract_id) then min(contract_id) end as contract_id,
        min(contract_id) as first_contract_id,
        count(distinct contract_id) as contract_count,
        sum(contracted_amount) as contracted_amount,
        sum(expected_amount) as expected_amount,
        sum(billed_amount) as billed_amount,
        sum(tax_amount) as tax_amount,
        sum(open_amount) as open_amount,
        sum(collected_amount) as collected_amount,
        sum(recognised_amount) as recognised_amount
    from int_bridge__threads
    group by sale_id, currency
),

fct_sales_bridge as (
    select
        sales.sale_id,
        sales.opportunity_id,
        sales.contract_id,
        opportunities.name as opportunity_name,
        accounts.name as account_name,
        opportunities.owner,

        sales.contract_count::integer as contract_count,

        booked.booked_amount,
        sales.contracted_amount::decimal(18, 4) as contracted_amount,
        sales.expected_amount::decimal(18, 4) as expected_amount,
        sales.billed_amount::decimal(18, 4) as billed_amount,
        sales.tax_amount::decimal(18, 4) as tax_amount,
        sales.open_amount::decimal(18, 4) as open_amount,
        sales.collected_amount::decimal(18, 4) as collected_amount,
        coalesce(sales.recognised_amount, 0)::decimal(18, 4) as recognised_amount,
        sales.currency,

        opportunities.close_date as closed_on
    from sales
    left join int_bridge__booked as booked
        on
            sales.sale_id = booked.sale_id
            and sales.currency = booked.currency
    left join opportunities on sales.opportunity_id = opportunities.opportunity_id
    left join contracts on sales.first_contract_id = contracts.contract_id
    left join accounts
        on coalesce(opportunities.account_id, contracts.account_id) = accounts.account_id
    -- A deal that is not won, and a quote alone, have sold nothing.
    where
        booked.booked_amount is not null
        or sales.contract_count > 0
        or sales.billed_amount != 0
        or sales.collected_amount != 0
)

select * from fct_sales_bridge
