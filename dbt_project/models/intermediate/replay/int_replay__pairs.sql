with int_replay__singles as (
    select * from {{ ref('int_replay__singles') }}
    where cause_group <= 3
),

int_replay__pairs as (
    -- Two mistakes at once, where they alter different terms. Another rate, and a quantity or a
    -- rounding reckoned from the invoice itself, would fit almost anything together with another.
    select
        first_mistakes.contract_line_id,
        first_mistakes.billing_period_start,
        first_mistakes.gap_cause,
        second_mistakes.gap_cause as second_gap_cause,
        first_mistakes.detail,
        second_mistakes.detail as second_detail,
        first_mistakes.component,
        second_mistakes.component as second_component,
        first_mistakes.mistake_number,
        second_mistakes.mistake_number as second_mistake_number,
        greatest(first_mistakes.cause_group, second_mistakes.cause_group) as cause_group,
        list_concat(first_mistakes.omitted_change_ids, second_mistakes.omitted_change_ids)
            as omitted_change_ids,
        {{ altered_by_either('first_mistakes', 'second_mistakes') }}
    from int_replay__singles as first_mistakes
    inner join int_replay__singles as second_mistakes
        on
            first_mistakes.contract_line_id = second_mistakes.contract_line_id
            and first_mistakes.billing_period_start = second_mistakes.billing_period_start
            and (first_mistakes.cause_group, first_mistakes.gap_cause)
            < (second_mistakes.cause_group, second_mistakes.gap_cause)
    where {{ alter_different_terms('first_mistakes', 'second_mistakes') }}
)

select * from int_replay__pairs
