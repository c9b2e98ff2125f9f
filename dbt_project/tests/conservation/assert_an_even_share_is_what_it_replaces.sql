-- Fails if the even shares of a term do not sum to the amount that is allocated to its line, or
-- what they replace to the line's own price: the two would not cancel over the term.
with spread as (
    select
        contract_line_id,
        sum(invoice_net_amount) as spread_amount
    from {{ ref('int_obligation__spread') }}
    group by contract_line_id
),

replaced as (
    select
        contract_line_id,
        -sum(invoice_net_amount) as replaced_amount
    from {{ ref('int_obligation__replaced') }}
    group by contract_line_id
),

latest as (
    select *
    from {{ ref('int_obligation__totals') }}
    where charge_model != 'one_time'
    qualify version_number = max(version_number) over (partition by contract_line_id)
)

select
    latest.contract_line_id,
    latest.allocated_amount,
    spread.spread_amount,
    latest.total_amount,
    replaced.replaced_amount
from latest
left join spread on latest.contract_line_id = spread.contract_line_id
left join replaced on latest.contract_line_id = replaced.contract_line_id
where
    spread.spread_amount is distinct from latest.allocated_amount
    or replaced.replaced_amount is distinct from latest.total_amount
