with contracts as (
    select
        contract_id,
        start_date,
        end_date
    from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_terms__line_adjustments as (
    select * from {{ ref('int_terms__line_adjustments') }}
),

windows as (
    -- Whatever charges nothing is free: a window, a discount of all, a price or quantity of zero.
    select
        contract_lines.contract_id,
        contract_lines.contract_line_id,
        greatest(adjustments.start_date, contract_lines.start_date) as free_from,
        least(
            coalesce(adjustments.end_date, {{ never() }} - 1),
            coalesce(contract_lines.end_date, contracts.end_date, {{ never() }} - 1)
        ) + 1 as free_until
    from int_terms__line_adjustments as adjustments
    inner join contract_lines
        on adjustments.contract_line_id = contract_lines.contract_line_id
    inner join contracts on contract_lines.contract_id = contracts.contract_id
    where
        adjustments.kind = 'free'
        or (adjustments.kind = 'percent_discount' and adjustments.value >= 100)
        or (adjustments.kind in ('price', 'quantity') and adjustments.value = 0)
    union all
    -- A line that starts after its contract is not charged until then.
    select
        contract_lines.contract_id,
        contract_lines.contract_line_id,
        contracts.start_date as free_from,
        contract_lines.start_date as free_until
    from contract_lines
    inner join contracts on contract_lines.contract_id = contracts.contract_id
    where contract_lines.charge_model not in ('one_time', 'milestone')
),

int_promises__free_terms as (
    select
        contract_id,
        contract_line_id,
        sum(free_until - free_from)::integer as free_days,
        string_agg(
            distinct free_from || '–' || (free_until - 1), ', '
            order by free_from || '–' || (free_until - 1)
        ) as told
    from windows
    where free_from < free_until
    group by contract_id, contract_line_id
)

select * from int_promises__free_terms
