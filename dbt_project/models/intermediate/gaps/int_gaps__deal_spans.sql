with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_only_contract
),

int_gaps__contract_values as (
    select * from {{ ref('int_gaps__contract_values') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
    where is_won and amount > 0
),

months as (
    select unnest(range(0, 61)) as months
),

deals as (
    select
        contract_values.*,
        contract_deals.opportunity_id,
        contract_deals.renewal,
        contract_deals.currency,
        opportunities.amount::decimal(28, 4) as deal_amount,
        coalesce(contract_values.full_months, 12) as first_months,
        coalesce(
            contract_values.full_months + (
                {{ months_after('contract_values.recurring_start', 'contract_values.full_months') }}
                != contract_values.recurring_until
            )::integer,
            12
        ) as last_months
    from int_gaps__contract_values as contract_values
    inner join int_gaps__contract_deals as contract_deals
        on contract_values.contract_id = contract_deals.contract_id
    inner join opportunities
        on
            contract_deals.opportunity_id = opportunities.opportunity_id
            and contract_deals.currency = opportunities.currency
),

int_gaps__deal_spans as (
    select
        *,
        true as is_term,
        true as is_usual,
        case when yearly_amount > 0 then first_months else 0 end as from_months,
        case when yearly_amount > 0 then last_months else 0 end as to_months
    from deals
    union all
    select
        deals.*,
        false as is_term,
        coalesce(months.months in (1, 12, deals.billing_months), false) as is_usual,
        months.months as from_months,
        months.months as to_months
    from deals
    cross join months
    where
        deals.yearly_amount > 0
        and (
            months.months in (1, 12, deals.billing_months)
            or (months.months = 0 and deals.once_amount > 0)
            -- Without an end: what is left of a year, or the terms that are usually sold.
            or (
                deals.full_months is null
                and (months.months between 1 and 12 or months.months in (18, 24, 36, 48, 60))
            )
            or (
                deals.renewal = 'auto'
                and deals.full_months > 0
                and months.months % deals.full_months = 0
                and months.months > 0
            )
        )
)

select * from int_gaps__deal_spans
