with int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
    where charge_model in ('flat', 'per_unit')
),

int_billing__lines as (
    select contract_line_id from {{ ref('int_billing__lines') }}
    where unpriced_reason is null
),

int_billing__price_steps as (
    select * from {{ ref('int_billing__price_steps') }}
    where tier_number = 0
),

contracts as (
    select * from {{ ref('contracts') }}
),

accounts as (
    select
        account_id,
        erp_customer_id
    from {{ ref('accounts') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

months as (
    select
        int_terms__segments.*,
        run_settings.as_of_date,
        unnest(range(
            {{ month_index('int_terms__segments.segment_start') }},
            {{ month_index(
                'least(int_terms__segments.segment_until - 1, run_settings.as_of_date)'
            ) }} + 1
        )) as month_number
    from int_terms__segments
    inner join int_billing__lines
        on int_terms__segments.contract_line_id = int_billing__lines.contract_line_id
    cross join run_settings
),

observed as (
    -- The terms in force on the month's last day; in the running month those of the as-of date.
    select
        *,
        {{ day_of_month_index('month_number', '1') }} as movement_month,
        least({{ day_of_month_index('month_number', '31') }}, as_of_date) as observed_on
    from months
    where
        least({{ day_of_month_index('month_number', '31') }}, as_of_date) >= segment_start
        and least({{ day_of_month_index('month_number', '31') }}, as_of_date) < segment_until
        -- What is paused does not recur; a free month is part of a deal that does.
        and charge_state != 'paused'
),

raised as (
    select
        observed.* exclude (unit_price),
        coalesce(int_billing__price_steps.unit_price, observed.unit_price) as unit_price
    from observed
    left join int_billing__price_steps
        on
            observed.contract_line_id = int_billing__price_steps.contract_line_id
            and observed.price_set_on = int_billing__price_steps.price_set_on
            and observed.unit_price = int_billing__price_steps.signed_unit_price
            and observed.observed_on >= int_billing__price_steps.step_on
            and observed.observed_on < int_billing__price_steps.step_until
),

monthly as (
    -- A week is 12/52 of a month, so a day is 12/365; a month as well of an amount off a period.
    select
        raised.contract_line_id,
        raised.movement_month,
        int_terms__priceable_lines.contract_id,
        int_terms__priceable_lines.currency,
        {{ whole('raised.unit_price', 8) }}
        * case
            when int_terms__priceable_lines.charge_model = 'flat' then 100000000::hugeint
            else {{ whole('raised.quantity', 8) }}
        end
        * {{ months_numerator('int_terms__priceable_lines', 'price') }}
        * raised.discount_numerator as mrr_numerator,
        10000000000000000::hugeint
        * {{ months_denominator('int_terms__priceable_lines', 'price') }}
        * raised.discount_denominator as mrr_denominator,
        {{ whole('raised.amount_discount', 8) }}
        * {{ months_numerator('int_terms__priceable_lines', 'billing') }} as discount_numerator,
        100000000::hugeint
        * {{ months_denominator('int_terms__priceable_lines', 'billing') }} as discount_denominator
    from raised
    inner join int_terms__priceable_lines
        on raised.contract_line_id = int_terms__priceable_lines.contract_line_id
),

int_recurring__measured as (
    select
        monthly.contract_line_id,
        monthly.contract_id,
        -- Whoever uses; a contract that names no customer counts for its account's, or its account.
        coalesce(
            contracts.customer_id,
            contracts.payer_customer_id,
            accounts.erp_customer_id,
            contracts.account_id
        ) as customer_id,
        monthly.movement_month,
        greatest(
            {{ fraction_to_amount(
                'monthly.mrr_numerator', 'monthly.mrr_denominator', 'currencies.minor_units'
            ) }}
            - {{ fraction_to_amount(
                'monthly.discount_numerator', 'monthly.discount_denominator',
                'currencies.minor_units'
            ) }},
            -- Nothing comes off below zero, but a rebate is below zero of its own.
            case when monthly.discount_numerator > 0 then 0 end
        )::decimal(18, 4) as mrr_amount,
        monthly.currency
    from monthly
    inner join contracts on monthly.contract_id = contracts.contract_id
    inner join currencies on monthly.currency = currencies.currency
    left join accounts on contracts.account_id = accounts.account_id
)

select * from int_recurring__measured
