with opportunities as (
    select * from {{ ref('opportunities') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

contracts as (
    select * from {{ ref('contracts') }}
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
