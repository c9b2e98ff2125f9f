-- Fails if the months do not hold, per currency, exactly what the cured gaps once missed less what
-- is still missing in their periods: recovered money would be told twice, or not at all.
with cured as (
    select
        gap_id,
        contract_line_id,
        billing_period_start,
        gap_amount,
        currency
    from {{ ref('fct_billing_gaps') }}
    where status = 'cured' and cured_by is not null and root_gap_id is null and gap_amount != 0
),

still_missing as (
    select
        cured.gap_id,
        sum(abs(gaps.gap_amount)) as amount
    from cured
    inner join {{ ref('fct_billing_gaps') }} as gaps
        on
            cured.contract_line_id = gaps.contract_line_id
            and cured.billing_period_start = gaps.billing_period_start
            and cured.currency = gaps.currency
            and sign(cured.gap_amount) = sign(gaps.gap_amount)
    where gaps.status != 'cured'
    group by cured.gap_id
),

lost as (
    select
        cured.currency,
        sum(abs(cured.gap_amount) - coalesce(still_missing.amount, 0)) as amount
    from cured
    left join still_missing on cured.gap_id = still_missing.gap_id
    group by cured.currency
),

recovered as (
    select
        currency,
        sum(recovered_amount) as amount
    from {{ ref('rpt_recovered_amount') }}
    group by currency
)

select
    lost.currency,
    lost.amount as lost_amount,
    recovered.amount as recovered_amount
from lost
full join recovered on lost.currency = recovered.currency
where lost.amount is distinct from recovered.amount
