with customers as (
    select
        customer_id,
        nullif({{ tax_id_key('tax_id') }}, '') as tax_id_key,
        {{ party_name('name') }} as party_name
    from {{ ref('customers') }}
),

payer_aliases as (
    select
        customer_id,
        alias,
        {{ party_name('alias') }} as party_name
    from {{ ref('int_collection__payer_aliases') }}
    where alias_kind in ('stated', 'name')
),

own_names as (
    select {{ party_name('name') }} as party_name
    from {{ ref('legal_entities') }}
),

own_stems as (
    select {{ name_stem('party_name') }} as name_key
    from own_names
    group by name_key
),

name_words as (
    select word
    from {{ ref('name_words') }}
),

named as (
    select
        customer_id,
        'alias' as payer_class,
        alias as payer_evidence,
        party_name as name_key,
        '' as legal_form,
        null::varchar as tax_id_key
    from payer_aliases
    union
    select
        customer_id,
        'name' as payer_class,
        party_name as payer_evidence,
        {{ name_stem('party_name') }} as name_key,
        {{ legal_form('party_name') }} as legal_form,
        tax_id_key
    from customers
),

listed as (
    select
        customer_id,
        payer_class,
        name_key,
        unnest(string_split(name_key, ' ')) as word
    from named
),

words as (
    -- A word of two letters, or of digits, is in too many texts.
    select
        listed.*,
        name_words.word is null
        and length(listed.word) >= 3
        and regexp_matches(listed.word, '[A-Z]') as is_significant,
        count(distinct listed.customer_id) over (partition by listed.word) as customer_count
    from listed
    left join name_words on listed.word = name_words.word
),

weighed as (
    -- A name is looked up by its rarest word.
    select
        customer_id,
        payer_class,
        name_key,
        count(distinct word) filter (where is_significant) as significant_count,
        bool_or(is_significant and length(word) >= 8 and customer_count = 1) as has_unmistakable,
        first(word order by customer_count asc, length(word) desc, word asc) as rarest_word
    from words
    group by customer_id, payer_class, name_key
),

int_collection__payer_names as (
    -- DOMAIN 3, step 1: below eight characters names are in other words; two words of its own, or
    -- a long one that no other customer bears, make one. What a person confirmed needs one word.
    select
        named.*,
        weighed.rarest_word
    from named
    inner join weighed
        on
            named.customer_id = weighed.customer_id
            and named.payer_class = weighed.payer_class
            and named.name_key = weighed.name_key
    -- Banks print the receiver's name too.
    left join own_stems on named.name_key = own_stems.name_key
    where
        own_stems.name_key is null
        and case named.payer_class
            when 'alias' then length(named.name_key) >= 4 and weighed.significant_count >= 1
            else
                length(named.name_key) >= 8
                and (weighed.significant_count >= 2 or weighed.has_unmistakable)
        end
)

select * from int_collection__payer_names
