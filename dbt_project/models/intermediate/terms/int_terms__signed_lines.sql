with contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_terms__extensions as (
    select * from {{ ref('int_terms__extensions') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

int_terms__signed_lines as (
    -- CANONICAL 2, the line's life: a draft, and a contract signed later, has no rows.
    select
        contract_lines.*,
        contracts.currency,
        contracts.invoice_currency,
        contracts.fx_rule,
        contracts.fx_rate,
        contracts.legal_entity_id,
        contracts.signed_on,
        coalesce(
            int_terms__extensions.extended_end, contract_lines.end_date, contracts.end_date
        ) as first_term_end,
        -- CANONICAL 2, renewal; a contract cancelled without a date runs to its end and no further.
        contracts.renewal = 'auto'
        and (contracts.status != 'cancelled' or contracts.cancelled_on is not null)
        and (
            contract_lines.end_date is null
            or contract_lines.end_date is not distinct from contracts.end_date
        ) as is_renewed
    from contract_lines
    inner join contracts on contract_lines.contract_id = contracts.contract_id
    inner join run_settings on contracts.signed_on <= run_settings.as_of_date
    left join int_terms__extensions
        on contract_lines.contract_line_id = int_terms__extensions.contract_line_id
    where contracts.status != 'draft'
)

select * from int_terms__signed_lines
