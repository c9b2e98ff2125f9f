with opportunities as (
    select * from {{ ref('opportunities') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

int_gaps__contract_deals as (
    select named_opportunity_id from {{ ref('int_gaps__contract_deals') }}
    where named_opportunity_id is not null
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

contracted as (
    select opportunity_id
    from contracts
    where opportunity_id is not null
    union distinct
    select quotes.opportunity_id
    from contracts
    inner join quotes on contracts.quote_id = quotes.quote_id
    union distinct
    -- Those that only their lines' quotes tell are in here too.
    select named_opportunity_id as opportunity_id
    from int_gaps__contract_deals
),

int_gaps__deals as (
    -- Deal classes carry no amounts. A draft contract is one: the deal is being signed.
    select
        'deal_without_contract' as gap_class,
        'proved' as certainty,
        opportunities.opportunity_id,
        opportunities.currency,
        opportunities.close_date::varchar as detail
    from opportunities
    inner join run_settings on opportunities.close_date <= run_settings.as_of_date
    left join contracted on opportunities.opportunity_id = contracted.opportunity_id
    where opportunities.is_won and contracted.opportunity_id is null
)

select * from int_gaps__deals
