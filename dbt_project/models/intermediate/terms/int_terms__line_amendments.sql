with contract_lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('contract_lines') }}
),

amendments as (
    select * from {{ ref('amendments') }}
),

int_terms__line_amendments as (
    -- CANONICAL 2, amendments: one that names no line changes every line of its contract.
    select
        contract_lines.contract_line_id,
        amendments.* exclude (contract_line_id)
    from contract_lines
    inner join amendments
        on
            contract_lines.contract_id = amendments.contract_id
            and coalesce(amendments.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
)

select * from int_terms__line_amendments
