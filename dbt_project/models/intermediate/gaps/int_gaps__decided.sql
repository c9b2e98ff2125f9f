with gap_decisions as (
    select * from {{ ref('gap_decisions') }}
),

gap_observations as (
    select * from {{ ref('gap_observations') }}
),

int_gaps__findings as (
    select gap_id from {{ ref('int_gaps__findings') }}
),

int_gaps__decision_facts as (
    select * from {{ ref('int_gaps__decision_facts') }}
),

int_gaps__changed_facts as (
    select * from {{ ref('int_gaps__changed_facts') }}
),

messages as (
    select * from {{ ref('messages') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

observed as (
    select distinct gap_id from gap_observations
),

changed as (
    select
        facts.gap_id,
        string_agg(
            replace(
                replace(messages.en, '{old}', facts.old_value_en), '{new}', facts.new_value_en
            ),
            '; ' order by facts.fact_number
        ) as changes_en,
        string_agg(
            replace(
                replace(messages.es, '{old}', facts.old_value_es), '{new}', facts.new_value_es
            ),
            '; ' order by facts.fact_number
        ) as changes_es
    from int_gaps__changed_facts as facts
    inner join messages on messages.code = 'changed_' || facts.fact
    group by facts.gap_id
),

placed as (
    select
        gap_decisions.*,
        facts.facts_seen_on,
        changed.changes_en,
        changed.changes_es,
        case
            when
                gap_decisions.decided_on
                < max(gap_decisions.decided_on) over (partition by gap_decisions.gap_id)
                then 'superseded'
            when int_gaps__findings.gap_id is null and observed.gap_id is null
                then 'unknown_gap'
            when int_gaps__findings.gap_id is null then 'no_longer_found'
            when gap_decisions.expires_on < run_settings.as_of_date then 'expired'
            when changed.gap_id is not null then 'facts_changed'
            else 'standing'
        end as decision_status
    from gap_decisions
    cross join run_settings
    left join int_gaps__findings on gap_decisions.gap_id = int_gaps__findings.gap_id
    left join observed on gap_decisions.gap_id = observed.gap_id
    left join int_gaps__decision_facts as facts
        on
            gap_decisions.gap_id = facts.gap_id
            and gap_decisions.decided_on = facts.decided_on
    left join changed on gap_decisions.gap_id = changed.gap_id
),

int_gaps__decided as (
    select
        placed.gap_id,
        placed.decision,
        placed.owner,
        placed.reason,
        placed.decision_status,
        placed.source_record,
        {{ decision_explanation('en') }} as explanation,
        {{ decision_explanation('es') }} as explanation_es,
        placed.decided_on,
        placed.expires_on,
        placed.facts_seen_on
    from placed
    left join messages as sentences on sentences.code = 'decision_' || placed.decision_status
    left join messages as words on words.code = 'report_status_' || placed.decision
)

select * from int_gaps__decided
