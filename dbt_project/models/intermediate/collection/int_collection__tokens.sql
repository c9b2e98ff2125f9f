with int_collection__lines as (
    select
        bank_transaction_id,
        reference,
        remittance_text
    from {{ ref('int_collection__lines') }}
    where amount > 0
),

texts as (
    select
        bank_transaction_id,
        1 as text_rank,
        {{ plain_text('remittance_text') }} as line_text
    from int_collection__lines
    where remittance_text is not null
    union all
    select
        bank_transaction_id,
        2 as text_rank,
        {{ plain_text('reference') }} as line_text
    from int_collection__lines
    where reference is not null
),

listed as (
    select
        bank_transaction_id,
        text_rank,
        regexp_extract_all(line_text, '[0-9A-Z]+(?:[./_-]+[0-9A-Z]+)*') as runs
    from texts
),

runs as (
    -- `F-1042, F-1043` is two runs: blanks, commas and the like stand between.
    select
        bank_transaction_id,
        text_rank,
        unnest(runs) as run,
        unnest(range(1, len(runs) + 1)) as run_number
    from listed
),

pieces as (
    select
        bank_transaction_id,
        text_rank,
        run_number,
        unnest(regexp_extract_all(run, '[0-9A-Z]+')) as piece
    from runs
),

spelled as (
    -- The run as it stands; its pieces; and the digits of a piece like `FACT1042`.
    select
        bank_transaction_id,
        text_rank,
        run_number,
        1 as spelling_rank,
        {{ number_key('run') }} as token
    from runs
    union
    select
        bank_transaction_id,
        text_rank,
        run_number,
        2 as spelling_rank,
        {{ number_key('piece') }} as token
    from pieces
    union
    select
        bank_transaction_id,
        text_rank,
        run_number,
        3 as spelling_rank,
        regexp_extract(
            piece,
            '^(?:F[EVTA]?|FACT?|FACTURAS?|FOLIO|INV|INVOICE|NO?|NRO|NUM|DOC|DTE|ND)0*([0-9]+)$',
            1
        ) as token
    from pieces
),

int_collection__tokens as (
    select
        bank_transaction_id,
        text_rank,
        run_number,
        token,
        min(spelling_rank) as spelling_rank
    from spelled
    where regexp_matches(token, '[0-9]')
    group by bank_transaction_id, text_rank, run_number, token
)

select * from int_collection__tokens
