with note_patterns as (
    select * from {{ ref('note_patterns') }}
),

note_words as (
    select * from {{ ref('note_words') }}
),

words as (
    -- The longest first: of `mes` and `meses`, the one that is written.
    select
        kind,
        string_agg(word, '|' order by length(word) desc, word) as alternatives
    from note_words
    group by kind
),

vocabulary as (
    select
        '(?:\d{1,3}|' || any_value(alternatives) filter (where kind = 'number') || ')'
            as number_pattern,
        '(?:' || any_value(alternatives) filter (where kind = 'unit') || ')\b' as unit_pattern,
        '\d{1,2}(?:[.,]\d{1,2})? ?(?:%|por ?ciento\b|percent\b|per cent\b|pct\b)'
            as percent_pattern,
        ' (?:(?:primer[oa]s|first|full|free) )?' as between_pattern
    from words
),

int_promises__patterns as (
    -- The placeholders filled: `{number}`, `{unit}`, `{span}` (two months) and `{percent}`.
    select
        note_patterns.kind,
        note_patterns.reading,
        note_patterns.value,
        note_patterns.keywords,
        replace(
            replace(
                replace(
                    replace(
                        note_patterns.pattern,
                        '{span}',
                        '{number}' || vocabulary.between_pattern || '{unit}'
                    ),
                    '{number}',
                    vocabulary.number_pattern
                ),
                '{unit}',
                vocabulary.unit_pattern
            ),
            '{percent}',
            vocabulary.percent_pattern
        ) as pattern,
        '\b(' || vocabulary.number_pattern || ')' || vocabulary.between_pattern
        || '(' || vocabulary.unit_pattern || ')' as span_pattern
    from note_patterns
    cross join vocabulary
)

select * from int_promises__patterns
