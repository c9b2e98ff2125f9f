with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_signed and status = 'active'
),

contract_lines as (
    select
        contract_id,
        contract_line_id
    from {{ ref('contract_lines') }}
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

int_gaps__contract_line_values as (
    -- Null where the terms do not say it: what usage, or a line with a minimum, will charge.
    select
        contract_lines.contract_id,
        contract_lines.contract_line_id,
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
)

select * from int_gaps__contract_line_values
