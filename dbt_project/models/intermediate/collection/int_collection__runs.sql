with int_collection__lines as (
    select
        bank_transaction_id,
        reference,
        remittance_text
    from {{ ref('int_collection__lines') }}
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

int_collection__runs as (
    -- `F-1042, F-1043` is two runs: blanks, commas and the like stand between.
    select
        bank_transaction_id,
        text_rank,
        unnest(runs) as run,
        unnest(range(1, len(runs) + 1)) as run_number
    from listed
)

select * from int_collection__runs
