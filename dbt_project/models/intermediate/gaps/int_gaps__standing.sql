with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
),

int_gaps__roots as (
    select * from {{ ref('int_gaps__roots') }}
),

int_gaps__documents as (
    select * from {{ ref('int_gaps__documents') }}
),

int_gaps__cured as (
    select * from {{ ref('int_gaps__cured') }}
),

int_gaps__decided as (
    select * from {{ ref('int_gaps__decided') }}
    where decision_status in ('standing', 'expired', 'facts_changed', 'no_longer_found')
),

gap_observations as (
    select * from {{ ref('gap_observations') }}
),

int_gaps__thresholds as (
    select * from {{ ref('int_gaps__thresholds') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

daily_exchange_rates as (
    select * from {{ ref('daily_exchange_rates') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

seen as (
    select
        gap_id,
        min(as_of_date) as first_seen_on
    from gap_observations
    group by gap_id
),

gaps as (
    select
        int_gaps__findings.* exclude (root_gap_id),
        coalesce(int_gaps__findings.root_gap_id, int_gaps__roots.root_gap_id) as root_gap_id,
        int_gaps__documents.document_ids,
        false as is_cured
    from int_gaps__findings
    left join int_gaps__documents on int_gaps__findings.gap_id = int_gaps__documents.gap_id
    left join int_gaps__roots on int_gaps__findings.gap_id = int_gaps__roots.gap_id
    union all by name
    -- CANONICAL 4: a gap that an earlier run found and that is repaired stays, as it was seen last.
    select
        *,
        true as is_cured
    from int_gaps__cured
),

reported as (
    select
        gaps.*,
        run_settings.reporting_currency,
        run_settings.as_of_date
    from gaps
    cross join run_settings
),

int_gaps__standing as (
    select
        reported.* exclude (reporting_currency, as_of_date, is_cured, last_seen_on),
        case
            when reported.currency = reported.reporting_currency then reported.gap_amount
            else {{ round_amount(
                times_rate('reported.gap_amount', 'daily_exchange_rates.exchange_rate'),
                'reporting_units.minor_units'
            ) }}
        end as reporting_gap_amount,
        coalesce(seen.first_seen_on, reported.as_of_date) as first_seen_on,
        coalesce(reported.last_seen_on, reported.as_of_date) as last_seen_on,
        case
            when reported.is_cured then 'cured'
            when decided.decision_status = 'standing' then decided.decision
            else 'open'
        end as status,
        -- Small is what lies below every threshold stated for it; against nothing expected any
        -- money is much.
        not coalesce(
            reported.gap_amount != 0
            and abs(reported.gap_amount)
            < coalesce(thresholds.threshold_amount, abs(reported.gap_amount) + 1)
            and (
                thresholds.threshold_percent is null
                or 100 * abs(reported.gap_amount)::decimal(24, 4)
                < thresholds.threshold_percent * abs(reported.expected_amount)::decimal(20, 4)
            )
            and thresholds.gap_class is not null,
            false
        ) as is_material,
        decided.owner,
        case when not reported.is_cured then decided.explanation end as decision_explanation,
        case when not reported.is_cured then decided.explanation_es end as decision_explanation_es
    from reported
    left join currencies as reporting_units
        on reported.reporting_currency = reporting_units.currency
    left join daily_exchange_rates
        on
            reported.currency = daily_exchange_rates.from_currency
            and reported.reporting_currency = daily_exchange_rates.to_currency
            and reported.as_of_date = daily_exchange_rates.rate_on
    left join int_gaps__thresholds as thresholds
        on
            reported.gap_class = thresholds.gap_class
            and reported.currency = thresholds.currency
    left join seen on reported.gap_id = seen.gap_id
    left join int_gaps__decided as decided on reported.gap_id = decided.gap_id
)

select * from int_gaps__standing
