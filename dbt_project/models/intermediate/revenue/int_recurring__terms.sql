with int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

int_terms__changes as (
    select
        contract_line_id,
        change_id
    from {{ ref('int_terms__changes') }}
    where kind = 'index'
),

int_billing__price_steps as (
    select * from {{ ref('int_billing__price_steps') }}
    where tier_number = 0
),

int_billing__lines as (
    select contract_line_id from {{ ref('int_billing__lines') }}
    where unpriced_reason is null and charge_model in ('flat', 'per_unit')
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

int_recurring__terms as (
    select
        observed.contract_line_id,
        observed.charge_state,
        observed.quantity,
        coalesce(int_billing__price_steps.unit_price, observed.unit_price) as unit_price,
        observed.unit_price as signed_unit_price,
        observed.discount_numerator,
        observed.discount_denominator,
        observed.amount_discount,
        int_terms__changes.change_id is not null as is_raised_by_index,
        observed.price_set_on,
        int_billing__price_steps.step_on as raised_on,
        observed.observed_on,
        observed.movement_month
    from observed
    left join int_billing__price_steps
        on
            observed.contract_line_id = int_billing__price_steps.contract_line_id
            and observed.price_set_on = int_billing__price_steps.price_set_on
            and observed.unit_price = int_billing__price_steps.signed_unit_price
            and observed.observed_on >= int_billing__price_steps.step_on
            and observed.observed_on < int_billing__price_steps.step_until
    left join int_terms__changes
        on
            observed.contract_line_id = int_terms__changes.contract_line_id
            and int_billing__price_steps.clauses = int_terms__changes.change_id
)

select * from int_recurring__terms
