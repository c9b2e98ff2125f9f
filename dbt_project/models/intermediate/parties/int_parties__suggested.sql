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

customers as (
    select * from named
    where party_kind = 'customer'
),

beginnings as (
    -- Only names that share the beginning of a word are compared.
    select
        party_id as customer_id,
        left(unnest(words), 4) as beginning
    from customers
),

telling_beginnings as (
    -- A word of half the customers (`COMERCIAL`) tells them apart no more, and would cost their
    -- square.
    select distinct
        customer_id,
        beginning
    from beginnings
    where length(beginning) > 2
    qualify count(*) over (partition by beginning) <= 50
),

asked as (
    select distinct
        party_kind,
        party_id,
        left(unnest(words), 4) as beginning
    from alone
),

compared as (
    select distinct
        asked.party_kind,
        asked.party_id,
        telling_beginnings.customer_id
    from asked
    inner join telling_beginnings on asked.beginning = telling_beginnings.beginning
),

measured as (
    select
        alone.party_kind,
        alone.party_id,
        customers.party_id as customer_id,
        alone.name || ' ~ ' || customers.name as evidence,
        {{ name_similarity('alone.words', 'customers.words') }} as similarity
    from compared
    inner join alone
        on compared.party_kind = alone.party_kind and compared.party_id = alone.party_id
    inner join customers on compared.customer_id = customers.party_id
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
