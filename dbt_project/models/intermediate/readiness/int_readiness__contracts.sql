with int_readiness__deals as (
    select * from {{ ref('int_readiness__deals') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select
        contract_id,
        count(*) as line_count
    from {{ ref('contract_lines') }}
    group by contract_id
),

terms as (
    select
        deals.opportunity_id,
        contracts.contract_id,
        contracts.source_record,
        unnest([
            case when deals.is_draft then 'signature' end,
            case when contract_lines.line_count is null then 'contract_lines' end,
            case when contracts.payer_customer_id is null then 'customer_id' end,
            case when contracts.legal_entity_id is null then 'legal_entity_id' end,
            case when contracts.currency is null then 'currency' end,
            case when contracts.start_date is null then 'start_date' end,
            case
                when
                    contracts.fx_rule = 'fixed'
                    and contracts.fx_rate is null
                    and contracts.invoice_currency != contracts.currency
                    then 'fx_rate'
            end
        ]) as missing_term
    from int_readiness__deals as deals
    inner join contracts on deals.contract_id = contracts.contract_id
    left join contract_lines on contracts.contract_id = contract_lines.contract_id
),

int_readiness__contracts as (
    select
        opportunity_id,
        contract_id,
        contract_id as record_id,
        source_record,
        missing_term,
        case missing_term
            when 'signature' then 'contracts.status'
            when 'contract_lines' then 'contract_lines'
            else 'contracts.' || missing_term
        end as stands_in
    from terms
    where missing_term is not null
)

select * from int_readiness__contracts
