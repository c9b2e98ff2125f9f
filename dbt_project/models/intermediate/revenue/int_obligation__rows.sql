-- The fixed price of every version over its whole term, through the same billing steps as the
-- schedule, beyond the horizon too.
with obligation_terms as materialized (
    select * from {{ ref('int_obligation__terms') }}
),

versions as (
    select
        contract_line_id,
        version_number,
        effective_on
    from {{ ref('int_obligation__versions') }}
),

obligation_changes as materialized (
    -- An index is variable until it is published; alone a line costs its quantity and no discount.
    select
        obligation_terms.terms_variant,
        changes.* exclude (terms_variant)
    from obligation_terms
    inner join versions
        on
            obligation_terms.contract_line_id = versions.contract_line_id
            and obligation_terms.version_number = versions.version_number
    inner join {{ ref('int_terms__changes') }} as changes
        on obligation_terms.contract_line_id = changes.contract_line_id
    where
        changes.kind != 'index'
        and (not changes.is_amendment or changes.began_on <= versions.effective_on)
        and (not obligation_terms.is_standalone or changes.kind in ('quantity', 'pause'))
),

obligation_settings as materialized (
    select
        any_value(run_settings.as_of_date) as as_of_date,
        max(obligation_terms.life_until) as horizon_on
    from obligation_terms
    cross join {{ ref('run_settings') }} as run_settings
),

obligation_segments as materialized (
    {{ term_segments('obligation_terms', 'obligation_changes') }} -- noqa: PRS
),

obligation_periods as materialized (
    select * from ({{ month_period_rows('obligation_terms', 'obligation_settings') }}) as by_months
    union all by name
    select * from ({{ day_period_rows('obligation_terms', 'obligation_settings') }}) as by_days
    union all by name
    select
        terms_variant,
        contract_line_id,
        life_start as billing_period_start,
        life_start as full_period_start,
        life_start + 1 as billing_period_until,
        life_start + 1 as full_period_until
    from obligation_terms
    where charge_model = 'one_time'
),

obligation_periods_of_all as materialized (
    select
        *,
        null::varchar as milestone_id,
        null::decimal(18, 4) as milestone_amount
    from obligation_periods
),

obligation_priced as materialized (
    {{ priced_rows('obligation_terms', 'obligation_periods_of_all', 'obligation_segments') }}
),

obligation_price_steps as materialized (
    {{ price_step_rows(
        'obligation_terms', 'obligation_changes', 'obligation_segments', ref('price_tiers'),
        ref('index_values'), ref('currencies'), 'obligation_settings'
    ) }}
),

obligation_raised as materialized (
    {{ raised_rows('obligation_priced', 'obligation_price_steps') }}
),

obligation_uplifted as materialized (
    {{ uplifted_rows('obligation_priced', 'obligation_raised') }}
),

obligation_tiered as materialized (
    {{ fixed_rows('obligation_uplifted') }}
),

obligation_prorated as materialized (
    {{ prorated_rows('obligation_tiered') }}
),

obligation_discounted as materialized (
    {{ discounted_rows('obligation_prorated', ref('currencies')) }}
),

int_obligation__rows as (
    select
        obligation_discounted.terms_variant,
        obligation_discounted.contract_line_id,
        obligation_terms.version_number,
        obligation_terms.is_standalone,
        obligation_discounted.billing_period_start,
        obligation_discounted.billing_period_until,
        obligation_discounted.period_start,
        obligation_discounted.period_until,
        obligation_discounted.charge_kind,
        obligation_discounted.quantity,
        obligation_discounted.net_amount,
        obligation_discounted.currency,
        obligation_discounted.invoice_currency,
        obligation_discounted.fx_rule,
        obligation_discounted.fx_rate
    from obligation_discounted
    inner join obligation_terms
        on obligation_discounted.terms_variant = obligation_terms.terms_variant
)

select * from int_obligation__rows
