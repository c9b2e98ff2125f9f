{% macro worklist_explanation(language) -%}
    {#- Why a document is to be chased, or not. -#}
    case
        when next_action = 'hold' then {{ message(language, 'worklist_hold', {
            'gap_class': 'hold_class_' ~ language,
            'currency': 'currency', 'amount': 'hold_text', 'gap_id': 'hold_gap_id'
        }) }}
        when next_action = 'resolve'
            then {{ message(language, 'worklist_resolve', {'gap_id': 'dispute_gap_id'}) }}
        when next_action = 'match' and proposed_line_id is not null
            then {{ message(language, 'worklist_proposed', {'line': 'proposed_line_id'}) }}
        when next_action = 'match' then {{ message(language, 'worklist_waiting', {
            'currency': 'currency', 'amount': 'waiting_text'
        }) }}
        when days_overdue = 0 then {{ message(language, 'worklist_not_due', {'due': 'due_on'}) }}
        when next_action = 'wait' then {{ message(language, 'worklist_habit', {
            'days': 'usual_late_days', 'count': 'settled_count', 'expected': 'expected_on'
        }) }}
        else {{ message(language, 'worklist_chase', {'days': 'days_overdue'}) }}
    end
{%- endmacro %}
