with int_collection__runs as (
    select * from {{ ref('int_collection__runs') }}
),

spellings as (
    -- Below eight characters, words that stand side by side come to a reference by chance.
    select
        regexp_replace({{ plain_text('reference') }}, '[^0-9A-Z]', '', 'g') as spelling,
        {{ number_key('reference') }} as token
    from {{ ref('int_collection__documents') }}
    where length(regexp_replace({{ plain_text('reference') }}, '[^0-9A-Z]', '', 'g')) >= 8
    group by spelling, token
),

openings as (
    select left(spelling, 8) as opening
    from spellings
    group by opening
),

lined_up as (
    select
        bank_transaction_id,
        text_rank,
        list(translate(run, './_-', '') order by run_number) as runs
    from int_collection__runs
    group by bank_transaction_id, text_rank
),

begun as (
    select
        *,
        unnest(range(1, len(runs))) as first_number
    from lined_up
),

hopeful as (
    -- Most words of most texts begin no reference: they are dropped before stretches are made.
    select begun.*
    from begun
    inner join openings
        on
            left(array_to_string(begun.runs[begun.first_number:begun.first_number + 7], ''), 8)
            = openings.opening
),

stretches as (
    -- Printed in fours, the longest creditor reference of ISO 11649 (25 characters) is seven words.
    select
        *,
        unnest(range(first_number + 1, least(first_number + 6, len(runs)) + 1)) as last_number
    from hopeful
),

found as (
    select
        stretches.bank_transaction_id,
        stretches.text_rank,
        stretches.first_number,
        stretches.last_number,
        spellings.token
    from stretches
    inner join spellings
        on
            array_to_string(stretches.runs[stretches.first_number:stretches.last_number], '')
            = spellings.spelling
),

covered as (
    select
        bank_transaction_id,
        text_rank,
        unnest(range(first_number, last_number + 1)) as run_number,
        token
    from found
),

int_collection__spaced_references as (
    select
        bank_transaction_id,
        text_rank,
        run_number,
        token
    from covered
    group by bank_transaction_id, text_rank, run_number, token
)

select * from int_collection__spaced_references
