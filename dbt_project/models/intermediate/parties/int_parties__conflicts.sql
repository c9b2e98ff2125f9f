with int_parties__matched as (
    select * from {{ ref('int_parties__matched') }}
),

int_parties__keyed as (
    select * from {{ ref('int_parties__keyed') }}
),

int_parties__tax_ids as (
    select * from {{ ref('int_parties__tax_ids') }}
),

int_parties__paired as (
    select * from {{ ref('int_parties__paired') }}
    where is_strongest and crosswalk_rule = 'tax_id'
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

customers as (
    -- Only a tax id that can be right contradicts anything.
    select
        keyed.party_id as customer_id,
        keyed.tax_id_key,
        keyed.system,
        keyed.legal_form,
        tax_ids.tax_id_status,
        {{ words_of('keyed.name_stem') }} as words,
        keyed.name || ' (' || concat_ws(', ', keyed.party_id, keyed.tax_id) || ')'
            as customer_text
    from int_parties__keyed as keyed
    inner join int_parties__tax_ids as tax_ids
        on
            keyed.tax_id = tax_ids.tax_id
            and keyed.country is not distinct from tax_ids.country
    where
        keyed.party_kind = 'customer'
        and keyed.tax_id_key is not null
        and tax_ids.tax_id_status != 'invalid'
),

two_ways as (
    -- The CRM declares one customer, or a person confirmed one, and the tax id is another's.
    select
        case named.crosswalk_rule
            when 'alias' then 'alias_of_other_customer' else 'account_of_two_customers'
        end as message_code,
        named.party_kind,
        named.party_id,
        case when named.crosswalk_rule = 'alias' then named.evidence else named.party_id end
            as detail,
        named.customer_id,
        known.customer_id as other_customer_id
    from int_parties__matched as named
    inner join int_parties__matched as known
        on
            named.party_kind = known.party_kind
            and named.party_id = known.party_id
            and named.customer_id != known.customer_id
            and known.crosswalk_rule = 'tax_id'
            -- A text may name for whom the money is.
            and not known.is_in_text
    where
        (named.party_kind = 'account' and named.crosswalk_rule = 'declared_id')
        or named.crosswalk_rule = 'alias'
),

one_tax_id as (
    -- Two legal names that have not a word in common, and nothing else to choose by.
    select
        'tax_id_of_two_customers' as message_code,
        ours.party_kind,
        ours.party_id,
        ours.evidence as detail,
        ours.customer_id,
        theirs.customer_id as other_customer_id
    from int_parties__paired as ours
    inner join int_parties__paired as theirs
        on
            ours.party_kind = theirs.party_kind
            and ours.party_id = theirs.party_id
            and ours.customer_id < theirs.customer_id
),

int_parties__conflicts as (
    select
        found.*,
        case found.message_code
            when 'account_of_two_customers' then 'account@' || found.party_id
            when 'alias_of_other_customer'
                then {{ joined_id(["'alias'", 'found.detail', 'found.customer_id']) }}
            else {{ joined_id([
                "'customers'", 'found.customer_id', 'found.other_customer_id'
            ]) }}
        end as subject_id,
        customers.customer_text as expected_value,
        others.customer_text as actual_value
    from (select * from two_ways union all select * from one_tax_id) as found
    inner join customers on found.customer_id = customers.customer_id
    inner join customers as others on found.other_customer_id = others.customer_id
    left join int_collection__related_customers as related
        on
            found.customer_id = related.payer_customer_id
            and found.other_customer_id = related.customer_id
    where
        related.customer_id is null
        and case found.message_code
            when 'tax_id_of_two_customers' then
                customers.system = others.system
                and 'valid' in (customers.tax_id_status, others.tax_id_status)
                and customers.legal_form != ''
                and others.legal_form != ''
                and not list_has_any(customers.words, others.words)
                and {{ name_similarity('customers.words', 'others.words') }} < 0.6
            else customers.tax_id_key != others.tax_id_key
        end
)

select * from int_parties__conflicts
