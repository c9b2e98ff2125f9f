{% macro problem_text(language) -%}
    {#- A problem's sentence in one language, its {fields} filled from the problem's columns; a code
        that the catalogue lacks is shown with its value, never left out. -#}
    replace(
        replace(
            replace(
                replace(
                    coalesce(messages.{{ language }}, problems.reason_code || ': {value}'),
                    '{file}', coalesce(problems.file, '')
                ),
                '{row_number}', coalesce(problems.row_number::varchar, '')
            ),
            '{column_name}', coalesce(problems.column_name, '')
        ),
        '{value}', coalesce(problems.value, '')
    )
{%- endmacro %}
