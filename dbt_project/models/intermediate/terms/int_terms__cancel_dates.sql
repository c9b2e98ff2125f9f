with contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

amendments as (
    select * from {{ ref('amendments') }}
),

int_terms__cancel_dates as (
    -- CANONICAL 2, the line's life: cancelled_on counts as soon as it is known, a cancel amendment
    -- once signed; an amendment that names no line cancels every line.
    select
        contract_lines.contract_line_id,
        null::varchar as amendment_id,
        contracts.cancelled_on
    from contract_lines
    inner join contracts on contract_lines.contract_id = contracts.contract_id
    where contracts.cancelled_on is not null
    union all
    select
        contract_lines.contract_line_id,
        amendments.amendment_id,
        amendments.effective_date as cancelled_on
    from contract_lines
    inner join amendments
        on
            contract_lines.contract_id = amendments.contract_id
            and coalesce(amendments.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
    where amendments.kind = 'cancel'
)

select * from int_terms__cancel_dates
