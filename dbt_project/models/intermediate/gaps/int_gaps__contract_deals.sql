with contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select
        contract_id,
        quote_line_id
    from {{ ref('contract_lines') }}
    where quote_line_id is not null
),

quotes as (
    select * from {{ ref('quotes') }}
),

quote_lines as (
    select
        quote_line_id,
        quote_id
    from {{ ref('quote_lines') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

line_quotes as (
    -- Lines of several quotes tell the deal where all of them are one deal's, but no quote.
    select
        contract_lines.contract_id,
        case when count(distinct quotes.quote_id) = 1 then min(quotes.quote_id) end as quote_id,
        case when count(distinct quotes.opportunity_id) = 1 then min(quotes.opportunity_id) end
            as opportunity_id
    from contract_lines
    inner join quote_lines on contract_lines.quote_line_id = quote_lines.quote_line_id
    inner join quotes on quote_lines.quote_id = quotes.quote_id
    group by contract_lines.contract_id
),

named as (
    select
        contracts.*,
        coalesce(quotes.quote_id, line_quotes.quote_id) as known_quote_id,
        coalesce(contracts.opportunity_id, quotes.opportunity_id, line_quotes.opportunity_id)
            as named_opportunity_id,
        coalesce(contracts.opportunity_id, contracts.quote_id) as named_id,
        contracts.status != 'draft' and contracts.signed_on <= run_settings.as_of_date as is_signed
    from contracts
    left join quotes on contracts.quote_id = quotes.quote_id
    left join line_quotes on contracts.contract_id = line_quotes.contract_id
    cross join run_settings
),

only_contracts as (
    select
        named_opportunity_id as opportunity_id,
        min(contract_id) as contract_id
    from named
    where named_opportunity_id is not null
    group by named_opportunity_id
    having count(*) = 1
),

only_quotes as (
    select
        opportunity_id,
        min(quote_id) as quote_id
    from quotes
    where status = 'accepted'
    group by opportunity_id
    having count(*) = 1
),

int_gaps__contract_deals as (
    -- A contract that names its deal alone was sold by the one quote accepted for it, if no other
    -- contract can have been.
    select
        named.contract_id,
        named.account_id,
        named.legal_entity_id,
        named.named_id,
        named.named_opportunity_id,
        opportunities.opportunity_id,
        coalesce(
            named.known_quote_id,
            case
                when named.quote_id is null and only_contracts.contract_id is not null
                    then only_quotes.quote_id
            end
        ) as quote_id,
        named.status,
        named.renewal,
        named.currency,
        named.invoice_currency,
        named.is_signed,
        named.known_quote_id is not null as is_quote_known,
        only_contracts.contract_id is not null as is_only_contract,
        named.signed_on,
        named.start_date,
        named.end_date,
        opportunities.close_date
    from named
    left join opportunities on named.named_opportunity_id = opportunities.opportunity_id
    left join only_contracts on named.contract_id = only_contracts.contract_id
    left join only_quotes on only_contracts.opportunity_id = only_quotes.opportunity_id
)

select * from int_gaps__contract_deals
