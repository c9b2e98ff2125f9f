with int_gaps__contract_line_values as (
    select * from {{ ref('int_gaps__contract_line_values') }}
),

int_gaps__renewing_contracts as (
    select * from {{ ref('int_gaps__renewing_contracts') }}
),

amendments as (
    select contract_id from {{ ref('amendments') }}
),

adjustments as (
    select contract_id from {{ ref('adjustments') }}
),

changed as (
    select contract_id from amendments
    union
    select contract_id from adjustments
    union
    select contract_id from int_gaps__renewing_contracts
),

summed as (
    select
        contract_id,
        case when count(distinct tax_rate) = 1 then min(tax_rate) else 0 end as tax_rate,
        case when count(distinct billing_months) = 1 then min(billing_months) end
            as billing_months,
        min(recurring_start) as recurring_start,
        nullif(min(recurring_until), {{ never() }}) as recurring_until,
        try_cast(sum(yearly_amount) as decimal(18, 4)) as yearly_amount,
        try_cast(sum(once_amount) as decimal(18, 4)) as once_amount
    from int_gaps__contract_line_values
    group by contract_id
    -- Lines that run at different times are a ramp: what a year of it is, each house says its way.
    having
        bool_and(yearly_amount is not null and once_amount is not null)
        and count(distinct recurring_start) <= 1
        and count(distinct recurring_until) <= 1
),

int_gaps__contract_values as (
    -- What was changed after the sale, and what a window makes cheaper or dearer for a time, a
    -- deal may count or not: such contracts are left out, as are those with usage or a minimum.
    select
        summed.*,
        case
            -- An end a hundred years away is none.
            when
                summed.yearly_amount > 0
                and summed.recurring_until - summed.recurring_start < 36525
                then {{ full_months('summed.recurring_start', 'summed.recurring_until') }}
        end as full_months
    from summed
    left join changed on summed.contract_id = changed.contract_id
    where
        changed.contract_id is null
        -- A rebate that recurs makes a deal worth less, or nothing: each house says it its way.
        and summed.yearly_amount >= 0
        -- Years of more do not fit in an amount.
        and summed.yearly_amount < 100000000000
        and summed.once_amount < 100000000000
)

select * from int_gaps__contract_values
