with int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
    where charge_model != 'one_time'
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
            {{ month_index('least(int_terms__segments.segment_until - 1, run_settings.as_of_date)') }}
            + 1
        )) as month_number
    from int_terms__segments
    cross join run_settings
),

observed as (
    -- The terms in force on the month's last day; in the running month those of the as-of date.
    select
        *,
        {{ day_of_month_index('month_number', '1') }} as movement_month
    from months
    where
        least({{ day_of_month_index('month_number', '31') }}, as_of_date) >= segment_start
        and least({{ day_of_month_index('month_number', '31') }}, as_of_date) < segment_until
),

monthly as (
    -- DOMAIN: a week is 12/52 of a month; so a day is 12/365.
    select
        observed.contract_line_id,
        observed.movement_month,
        int_terms__priceable_lines.contract_id,
        int_terms__priceable_lines.currency,
        {{ whole('observed.unit_price', 8) }}
        * case
            when int_terms__priceable_lines.charge_model = 'flat' then 100000000::hugeint
            else {{ whole('observed.quantity', 8) }}
        end
        * case
            when int_terms__priceable_lines.price_months is not null then 1
            when int_terms__priceable_lines.price_period like '%W' then 52
            else 365
        end as mrr_numerator,
        10000000000000000::hugeint
        * case
            when int_terms__priceable_lines.price_months is not null
                then int_terms__priceable_lines.price_months
            when int_terms__priceable_lines.price_period like '%W'
                then 12 * (int_terms__priceable_lines.price_days // 7)
            else 12 * int_terms__priceable_lines.price_days
        end as mrr_denominator
    from observed
    inner join int_terms__priceable_lines
        on observed.contract_line_id = int_terms__priceable_lines.contract_line_id
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
        {{ fraction_to_amount('monthly.mrr_numerator', 'monthly.mrr_denominator', 'currencies.minor_units') }}
            as mrr_amount,
        monthly.currency
    from monthly
    inner join contracts on monthly.contract_id = contracts.contract_id
    inner join currencies on monthly.currency = currencies.currency
    left join accounts on contracts.account_id = accounts.account_id
)

select * from int_recurring__measured
