with contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_terms__line_amendments as (
    select * from {{ ref('int_terms__line_amendments') }}
),

int_terms__cancel_dates as (
    -- CANONICAL 2, the line's life: cancelled_on counts as soon as it is known, a cancel amendment
    -- once signed.
    select
        contract_lines.contract_line_id,
        null::varchar as amendment_id,
        contracts.cancelled_on
    from contract_lines
    inner join contracts on contract_lines.contract_id = contracts.contract_id
    where contracts.cancelled_on is not null
    union all
    select
        contract_line_id,
        amendment_id,
        effective_date as cancelled_on
    from int_terms__line_amendments
    where kind = 'cancel'
)

select * from int_terms__cancel_dates
