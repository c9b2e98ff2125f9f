with sentences as (
    select distinct sentence from {{ ref('int_promises__sentences') }}
),

int_promises__patterns as (
    select * from {{ ref('int_promises__patterns') }}
),

keywords as (
    select
        pattern,
        unnest(string_split(coalesce(keywords, ''), '|')) as keyword
    from int_promises__patterns
    where reading = 'promise'
),

candidates as (
    -- An expression from a table is compiled anew for every sentence: a word is sought first.
    select distinct
        sentences.sentence,
        keywords.pattern
    from sentences
    inner join keywords on contains(sentences.sentence, keywords.keyword)
),

said as (
    select
        candidates.sentence,
        patterns.kind,
        patterns.value,
        patterns.span_pattern,
        unnest(regexp_extract_all(candidates.sentence, patterns.pattern)) as words
    from candidates
    inner join int_promises__patterns as patterns on candidates.pattern = patterns.pattern
),

promising as (
    select distinct sentence from said
),

denied as (
    -- "Sin descuento", "they asked for": the sentence promises nothing of that kind, or nothing.
    select distinct
        promising.sentence,
        patterns.kind
    from promising
    inner join int_promises__patterns as patterns
        on regexp_matches(promising.sentence, patterns.pattern)
    where patterns.reading = 'denial'
),

int_promises__phrases as (
    select distinct
        said.sentence,
        said.kind as promise_kind,
        said.value,
        trim(said.words) as words,
        regexp_extract(said.words, said.span_pattern, 1) as number_word,
        regexp_extract(said.words, said.span_pattern, 2) as unit_word,
        replace(regexp_extract(said.words, '(\d{1,2}(?:[.,]\d{1,2})?) ?(?:%|p)', 1), ',', '.')
            as percent_word
    from said
    left join denied
        on said.sentence = denied.sentence and denied.kind in (said.kind, 'every')
    where denied.sentence is null
)

select * from int_promises__phrases
