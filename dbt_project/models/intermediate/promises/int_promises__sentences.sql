with opportunities as (
    select * from {{ ref('opportunities') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

noted as (
    select
        'opportunity' as owner_kind,
        opportunity_id as owner_id,
        notes
    from opportunities
    union all
    select
        'contract' as owner_kind,
        contract_id as owner_id,
        notes
    from contracts
),

spaced as (
    -- The point of an abbreviation ends no sentence; a new line ends one.
    select
        owner_kind,
        owner_id,
        regexp_replace(
            regexp_replace(
                regexp_replace(nfc_normalize(notes), '[\r\n]+', '; ', 'g'), '\s+', ' ', 'g'
            ),
            '\b(dcto|dscto|descto|dto|desc|disc|mos|yrs|nro|aprox|approx|adj)\. ?', '\1 ', 'gi'
        ) as note
    from noted
    where notes is not null
),

plain as (
    select
        *,
        lower(strip_accents(note)) as plain_note
    from spaced
),

sentences as (
    select
        *,
        unnest(string_split_regex(plain_note, '[;!?]|\. |\.$|\bpero\b|\bbut\b')) as sentence
    from plain
),

int_promises__sentences as (
    select distinct
        owner_kind,
        owner_id,
        note,
        plain_note,
        trim(sentence) as sentence
    from sentences
    where trim(sentence) != ''
)

select * from int_promises__sentences
