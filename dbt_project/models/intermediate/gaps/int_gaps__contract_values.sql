with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_signed and status = 'active'
),

int_gaps__renewing_contracts as (
    select * from {{ ref('int_gaps__renewing_contracts') }}
),

contract_lines as (
    select
        contract_id,
        contract_line_id
    from {{ ref('contract_lines') }}
),

amendments as (
    select contract_id from {{ ref('amendments') }}
),

adjustments as (
    select contract_id from {{ ref('adjustments') }}
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
    where
        unpriced_reason is null
        and charge_model in ('flat', 'per_unit', 'one_time', 'milestone')
        and coalesce(minimum_amount, 0) = 0
),

milestones as (
    select
        contract_line_id,
        sum(amount) as milestone_amount
    from {{ ref('milestones') }}
    group by contract_line_id
),

currencies as (
    select * from {{ ref('currencies') }}
),

changed as (
    select contract_id from amendments
    union
    select contract_id from adjustments
    union
    select contract_id from int_gaps__renewing_contracts
),

valued as (
    select
        contract_lines.contract_id,
        lines.tax_rate,
        lines.billing_months,
        case when lines.charge_model in ('flat', 'per_unit') then lines.life_start end
            as recurring_start,
        case
            when lines.charge_model in ('flat', 'per_unit')
                then coalesce(lines.first_term_end + 1, {{ never() }})
        end as recurring_until,
        case
            when lines.charge_model in ('one_time', 'milestone') then 0
            else {{ term_amount(
                'lines.unit_price',
                "case lines.charge_model when 'flat' then 1 else lines.quantity end",
                '0', '12', 'lines.price_months', 'currencies.minor_units'
            ) }}
        end as yearly_amount,
        case
            when lines.charge_model in ('flat', 'per_unit') then 0
            when lines.charge_model = 'milestone' then milestones.milestone_amount
            else {{ term_amount(
                'lines.unit_price', 'coalesce(lines.quantity, 1)', '0', '1', '1',
                'currencies.minor_units'
            ) }}
        end as once_amount
    from contract_lines
    inner join int_gaps__contract_deals as contract_deals
        on contract_lines.contract_id = contract_deals.contract_id
    inner join currencies on contract_deals.currency = currencies.currency
    left join int_terms__lines as lines
        on contract_lines.contract_line_id = lines.contract_line_id
    left join milestones on contract_lines.contract_line_id = milestones.contract_line_id
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
    from valued
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
        -- Years of more do not fit in an amount.
        and summed.yearly_amount < 100000000000
        and summed.once_amount < 100000000000
)

select * from int_gaps__contract_values
