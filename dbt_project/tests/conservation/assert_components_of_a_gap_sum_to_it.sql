-- Fails if the components of a gap do not sum to it: the report would explain other money.
with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
    where gap_amount != 0
),

components as (
    select
        gap_id,
        sum(amount) as component_amount
    from {{ ref('int_gaps__components') }}
    group by gap_id
)

select
    int_billing_gaps.gap_id,
    int_billing_gaps.gap_amount,
    components.component_amount
from int_billing_gaps
left join components on int_billing_gaps.gap_id = components.gap_id
where int_billing_gaps.gap_amount is distinct from components.component_amount
