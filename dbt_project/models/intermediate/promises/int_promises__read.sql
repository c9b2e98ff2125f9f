with int_promises__sentences as (
    select * from {{ ref('int_promises__sentences') }}
),

int_promises__phrases as (
    select * from {{ ref('int_promises__phrases') }}
),

note_words as (
    select * from {{ ref('note_words') }}
),

units as (
    select
        word as unit_word,
        left(value, 1)::integer as unit_count,
        right(value, 1) as unit
    from note_words
    where kind = 'unit'
),

valued as (
    select
        phrases.sentence,
        phrases.promise_kind,
        phrases.words,
        case phrases.value
            when '{span}'
                then 'P' || units.unit_count * coalesce(
                    try_cast(phrases.number_word as integer), numbers.value::integer
                ) || units.unit
            when '{percent}'
                then {{ number_text("try_cast(phrases.percent_word as decimal(9, 2))") }}
            else phrases.value
        end as promised_value
    from int_promises__phrases as phrases
    left join note_words as numbers
        on phrases.number_word = numbers.word and numbers.kind = 'number'
    left join units on phrases.unit_word = units.unit_word
),

quoted as (
    -- The words as they were written, where the plain text is as long as the note.
    select
        notes.owner_kind,
        notes.owner_id,
        valued.promise_kind,
        valued.promised_value,
        case
            when length(notes.note) = length(notes.plain_note)
                then substr(
                    notes.note, instr(notes.plain_note, valued.words)::integer, length(valued.words)
                )
            else valued.words
        end as words
    from valued
    inner join int_promises__sentences as notes on valued.sentence = notes.sentence
    where not regexp_matches(valued.promised_value, '^P?0[DWMY]?$')
),

int_promises__read as (
    -- Said several times, a promise is one, in its fullest words; what says no value is none.
    select
        owner_kind,
        owner_id,
        promise_kind,
        promised_value,
        max_by(words, (length(words), words)) as promised_words
    from quoted
    group by owner_kind, owner_id, promise_kind, promised_value
)

select * from int_promises__read
