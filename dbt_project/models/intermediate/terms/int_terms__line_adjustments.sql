with contract_lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('contract_lines') }}
),

adjustments as (
    select * from {{ ref('adjustments') }}
),

int_terms__line_adjustments as (
    -- CANONICAL 1, adjustments: one that names no line holds for every line of its contract.
    select
        contract_lines.contract_line_id,
        adjustments.* exclude (contract_line_id)
    from contract_lines
    inner join adjustments
        on
            contract_lines.contract_id = adjustments.contract_id
            and coalesce(adjustments.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
)

select * from int_terms__line_adjustments
