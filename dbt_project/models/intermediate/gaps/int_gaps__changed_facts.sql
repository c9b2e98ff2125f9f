with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
),

int_gaps__documents as (
    select * from {{ ref('int_gaps__documents') }}
),

int_gaps__decision_facts as (
    select * from {{ ref('int_gaps__decision_facts') }}
),

gap_causes as (
    select * from {{ ref('gap_causes') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

seen as (
    select
        gap_id,
        expected_amount,
        actual_amount,
        currency,
        gap_cause,
        second_gap_cause,
        document_ids,
        true as is_old
    from int_gaps__decision_facts
    union all
    select
        findings.gap_id,
        findings.expected_amount,
        findings.actual_amount,
        findings.currency,
        findings.gap_cause,
        findings.second_gap_cause,
        documents.document_ids,
        false as is_old
    from int_gaps__findings as findings
    inner join int_gaps__decision_facts as decided on findings.gap_id = decided.gap_id
    left join int_gaps__documents as documents on findings.gap_id = documents.gap_id
),

worded as (
    select
        seen.gap_id,
        seen.is_old,
        seen.currency || ' '
        || {{ amount_text('seen.expected_amount', 'currencies.minor_units') }} as expected_text,
        seen.currency || ' '
        || {{ amount_text('seen.actual_amount', 'currencies.minor_units') }} as actual_text,
        seen.document_ids,
        nullif(concat_ws(' + ', first_causes.name_en, second_causes.name_en), '') as cause_en,
        nullif(concat_ws(' + ', first_causes.name_es, second_causes.name_es), '') as cause_es
    from seen
    left join currencies on seen.currency = currencies.currency
    left join gap_causes as first_causes on seen.gap_cause = first_causes.gap_cause
    left join gap_causes as second_causes on seen.second_gap_cause = second_causes.gap_cause
),

facts as (
    select
        gap_id,
        is_old,
        'expected' as fact,
        1 as fact_number,
        expected_text as value_en,
        expected_text as value_es
    from worded
    union all
    select
        gap_id,
        is_old,
        'actual' as fact,
        2 as fact_number,
        actual_text as value_en,
        actual_text as value_es
    from worded
    union all
    select
        gap_id,
        is_old,
        'documents' as fact,
        3 as fact_number,
        document_ids as value_en,
        document_ids as value_es
    from worded
    union all
    select
        gap_id,
        is_old,
        'cause' as fact,
        4 as fact_number,
        cause_en as value_en,
        cause_es as value_es
    from worded
),

int_gaps__changed_facts as (
    select
        old_facts.gap_id,
        old_facts.fact,
        old_facts.fact_number,
        coalesce(old_facts.value_en, '–') as old_value_en,
        coalesce(new_facts.value_en, '–') as new_value_en,
        coalesce(old_facts.value_es, '–') as old_value_es,
        coalesce(new_facts.value_es, '–') as new_value_es
    from facts as old_facts
    inner join facts as new_facts
        on old_facts.gap_id = new_facts.gap_id and old_facts.fact = new_facts.fact
    where
        old_facts.is_old
        and not new_facts.is_old
        and old_facts.value_en is distinct from new_facts.value_en
)

select * from int_gaps__changed_facts
