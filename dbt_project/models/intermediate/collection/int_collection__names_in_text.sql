with int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
    where amount > 0
),

int_collection__payer_names as (
    select * from {{ ref('int_collection__payer_names') }}
),

texts as (
    select
        bank_transaction_id,
        {{ party_name('remittance_text') }} as text_key
    from int_collection__lines
    union
    select
        bank_transaction_id,
        {{ party_name('reference') }} as text_key
    from int_collection__lines
    union
    select
        bank_transaction_id,
        counterparty_name_key as text_key
    from int_collection__lines
),

words as (
    select
        bank_transaction_id,
        text_key,
        unnest(list_distinct(string_split(text_key, ' '))) as word
    from texts
    where text_key != ''
),

spelled as (
    -- As the name is written; or a person's with the surname first: its words, and no other between
    -- them.
    select
        words.bank_transaction_id,
        payer_names.customer_id,
        payer_names.payer_class,
        payer_names.payer_evidence,
        payer_names.name_key,
        payer_names.legal_form,
        payer_names.tax_id_key,
        concat(' ', words.text_key, ' ') as text_key,
        case
            when
                contains(
                    concat(' ', words.text_key, ' '), concat(' ', payer_names.name_key, ' ')
                )
                then payer_names.name_key
            when payer_names.payer_class = 'name' and payer_names.legal_form = ''
                then {{ reordered_name('words.text_key', 'payer_names.name_key') }}
        end as spelling
    from words
    inner join int_collection__payer_names as payer_names
        on words.word = payer_names.rarest_word
),

found as (
    select
        * exclude (spelling),
        spelling != name_key as is_reordered,
        strpos(text_key, concat(' ', spelling, ' ')) as name_at
    from spelled
    where spelling is not null
),

int_collection__names_in_text as (
    -- The words beside the name where it stands first: they may say that it goes on.
    select
        bank_transaction_id,
        customer_id,
        payer_class,
        payer_evidence,
        name_key,
        legal_form,
        tax_id_key,
        is_reordered,
        string_split(trim(substr(text_key, 1, name_at)), ' ')[-1] as word_before,
        string_split(trim(substr(text_key, name_at + length(name_key) + 1)), ' ')[1:5]
            as words_after
    from found
    group by all
)

select * from int_collection__names_in_text
