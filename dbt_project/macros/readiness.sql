{% macro readiness_explanation(language) -%}
    {#- What a won deal lacks, in words: the sentence of the catalogue with its {fields} filled. -#}
    replace(
        replace(
            replace(
                replace(worded.sentence_{{ language }}, '{record}', worded.record_id),
                '{term}',
                worded.term_name_{{ language }}
            ),
            '{stands_in}',
            worded.stands_in
        ),
        '{told}',
        coalesce(worded.told, '')
    )
{%- endmacro %}
