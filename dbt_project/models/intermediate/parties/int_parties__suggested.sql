with int_parties__paired as (
    select
        party_kind,
        party_id
    from {{ ref('int_parties__paired') }}
    group by party_kind, party_id
),

{{ checked_parties() }},

named as (
    select
        *,
        {{ words_of('name_stem') }} as words,
        array_to_string({{ words_of('name_stem') }}, ' ') as sorted_name,
        coalesce(tax_id_status = 'invalid', false) as has_wrong_tax_id
    from parties
    where name_stem is not null
),

alone as (
    select named.*
    from named
    left join int_parties__paired as paired
        on named.party_kind = paired.party_kind and named.party_id = paired.party_id
    where paired.party_id is null and named.party_kind != 'customer'
),

beginnings as (
    -- Only names that share the beginning of a word are compared.
    select distinct
        party_kind,
        party_id,
        left(unnest(words), 4) as beginning
    from named
),

customer_beginnings as (
    select
        beginning,
        count(*) as customer_count
    from beginnings
    where party_kind = 'customer'
    group by beginning
),

rarest as (
    -- By the two rarest of its words; a letter may be wrong in one of them. What hundreds begin
    -- with (`COMERCIAL`) tells nobody apart, and would cost their square.
    select beginnings.*
    from beginnings
    inner join customer_beginnings on beginnings.beginning = customer_beginnings.beginning
    inner join alone
        on beginnings.party_kind = alone.party_kind and beginnings.party_id = alone.party_id
    where customer_beginnings.customer_count <= 200
    qualify
        row_number() over (
            partition by beginnings.party_kind, beginnings.party_id
            order by customer_beginnings.customer_count, beginnings.beginning
        ) <= 2
),

compared as (
    select distinct
        rarest.party_kind,
        rarest.party_id,
        beginnings.party_id as customer_id
    from rarest
    inner join beginnings
        on rarest.beginning = beginnings.beginning and beginnings.party_kind = 'customer'
),

measured as (
    select
        alone.party_kind,
        alone.party_id,
        customers.party_id as customer_id,
        alone.name || ' ~ ' || customers.name as evidence,
        case
            when alone.sorted_name = customers.sorted_name then 1
            -- A name of several words that the other holds whole.
            when
                least(len(alone.words), len(customers.words)) > 1
                and (
                    list_has_all(alone.words, customers.words)
                    or list_has_all(customers.words, alone.words)
                )
                then 0.90
            -- The quick measure spares the slow one where names are far apart.
            when jaro_similarity(alone.sorted_name, customers.sorted_name) < 0.75 then 0
            else {{ letter_similarity('alone.sorted_name', 'customers.sorted_name') }}
        end::decimal(3, 2) as similarity
    from compared
    inner join alone
        on compared.party_kind = alone.party_kind and compared.party_id = alone.party_id
    inner join named as customers
        on compared.customer_id = customers.party_id and customers.party_kind = 'customer'
    where
        {{ same_legal_form('alone', 'customers') }}
        -- Two tax ids are two companies, unless one cannot be right.
        and (
            coalesce(alone.tax_id_key = customers.tax_id_key, true)
            or customers.has_wrong_tax_id
            or alone.has_wrong_tax_id
        )
),

int_parties__suggested as (
    select *
    from measured
    where similarity >= 0.80
    qualify
        row_number() over (
            partition by party_kind, party_id order by similarity desc, customer_id asc
        ) <= 3
)

select * from int_parties__suggested
