with int_collection__runs as (
    select * from {{ ref('int_collection__runs') }}
),

int_collection__spaced_references as (
    select * from {{ ref('int_collection__spaced_references') }}
),

pieces as (
    select
        bank_transaction_id,
        text_rank,
        run_number,
        unnest(regexp_extract_all(run, '[0-9A-Z]+')) as piece
    from int_collection__runs
),

spelled as (
    -- A reference that blanks cut into several runs; the run as it stands; its pieces; and the
    -- digits of a piece like `FACT1042`.
    select
        bank_transaction_id,
        text_rank,
        run_number,
        0 as spelling_rank,
        token
    from int_collection__spaced_references
    union
    select
        bank_transaction_id,
        text_rank,
        run_number,
        1 as spelling_rank,
        {{ number_key('run') }} as token
    from int_collection__runs
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
