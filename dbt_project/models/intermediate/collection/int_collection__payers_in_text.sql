with int_collection__names_in_text as (
    select * from {{ ref('int_collection__names_in_text') }}
),

int_collection__lines as (
    select
        bank_transaction_id,
        counterparty_tax_id_key,
        counterparty_name_key
    from {{ ref('int_collection__lines') }}
),

trade_words as (
    select list(word) as words
    from {{ ref('name_words') }}
    where word_kind = 'trade'
),

fullest as (
    -- `AGUAS DEL VALLE NORTE` names the company of that name, and not `Aguas del Valle`.
    select shorter.*
    from int_collection__names_in_text as shorter
    left join int_collection__names_in_text as longer
        on
            shorter.bank_transaction_id = longer.bank_transaction_id
            and shorter.name_key != longer.name_key
            and contains(
                concat(' ', longer.name_key, ' '), concat(' ', shorter.name_key, ' ')
            )
    where longer.bank_transaction_id is null
),

lengths as (
    select unnest(range(1, 6)) as word_count
),

endings as (
    -- What stands behind a name, word by word: `S A DE C V` is a legal form of five.
    select
        fullest.bank_transaction_id,
        fullest.customer_id,
        fullest.name_key,
        lengths.word_count,
        concat(' ', array_to_string(fullest.words_after[1:lengths.word_count], ' ')) as ending
    from fullest
    inner join lengths on len(fullest.words_after) >= lengths.word_count
    where fullest.payer_class = 'name'
),

forms as (
    select
        bank_transaction_id,
        customer_id,
        name_key,
        word_count,
        {{ legal_form('ending') }} as legal_form,
        {{ name_stem('ending') }} = '' as is_beside_name
    from endings
),

printed_forms as (
    select
        bank_transaction_id,
        customer_id,
        name_key,
        arg_max(legal_form, word_count) filter (where is_beside_name) as legal_form,
        bool_or(word_count <= 3) as is_near
    from forms
    where legal_form != ''
    group by bank_transaction_id, customer_id, name_key
),

int_collection__payers_in_text as (
    -- A name counts where no field says who paid, and where it does not go on to be another's: a
    -- word of its trade beside it, another legal form, or words before one.
    select
        fullest.bank_transaction_id,
        fullest.customer_id,
        case
            when fullest.payer_class = 'alias' then 6
            when fullest.is_reordered then 8
            else 7
        end as payer_rank,
        fullest.payer_class,
        fullest.payer_evidence
    from fullest
    inner join int_collection__lines as bank_lines
        on fullest.bank_transaction_id = bank_lines.bank_transaction_id
    cross join trade_words
    left join printed_forms as printed
        on
            fullest.bank_transaction_id = printed.bank_transaction_id
            and fullest.customer_id = printed.customer_id
            and fullest.name_key = printed.name_key
    where
        fullest.payer_class = 'alias'
        or (
            (
                coalesce(bank_lines.counterparty_name_key, '') = ''
                or (
                    fullest.is_reordered
                    and length(bank_lines.counterparty_name_key) = length(fullest.name_key)
                )
            )
            and coalesce(bank_lines.counterparty_tax_id_key = fullest.tax_id_key, true)
            and not list_has_any(
                trade_words.words, [fullest.word_before, fullest.words_after[1]]
            )
            and case
                when printed.legal_form is not null
                    then fullest.legal_form in ('', printed.legal_form)
                else not coalesce(printed.is_near, false)
            end
        )
    group by all
)

select * from int_collection__payers_in_text
