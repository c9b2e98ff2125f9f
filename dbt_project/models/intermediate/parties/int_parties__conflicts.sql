with int_parties__matched as (
    select * from {{ ref('int_parties__matched') }}
),

int_parties__paired as (
    select * from {{ ref('int_parties__paired') }}
    where is_strongest and crosswalk_rule = 'tax_id'
),

int_collection__related_customers as (
    select * from {{ ref('int_collection__related_customers') }}
),

{{ checked_parties() }},

customers as (
    -- Only a tax id that can be right contradicts anything.
    select
        party_id as customer_id,
        tax_id_key,
        tax_id_status,
        system_name,
        legal_form,
        name_stem,
        {{ words_of('name_stem') }} as words,
        name || ' (' || concat_ws(', ', party_id, tax_id) || ')' as customer_text
    from parties
    where party_kind = 'customer' and tax_id_key is not null and tax_id_status != 'invalid'
),

two_ways as (
    -- The CRM declares one customer, or a person confirmed one, and the tax id is another's.
    select
        case named.crosswalk_rule
            when 'alias' then 'alias_of_other_customer' else 'account_of_two_customers'
        end as message_code,
        named.party_kind,
        named.party_id,
        case named.crosswalk_rule when 'alias' then named.evidence else named.party_id end
            as detail,
        named.customer_id,
        known.customer_id as other_customer_id
    from int_parties__matched as named
    inner join int_parties__matched as known
        on
            named.party_kind = known.party_kind
            and named.party_id = known.party_id
            and named.customer_id != known.customer_id
    where
        known.crosswalk_rule = 'tax_id'
        -- A text may name for whom the money is.
        and not known.is_in_text
        and (
            named.crosswalk_rule = 'alias'
            or (named.crosswalk_rule = 'declared_id' and named.party_kind = 'account')
        )
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

found as (
    select * from two_ways
    union all
    select * from one_tax_id
),

int_parties__conflicts as (
    select
        found.*,
        case found.message_code
            when 'account_of_two_customers' then 'account@' || found.party_id
            when 'alias_of_other_customer'
                then concat_ws('@', 'alias', found.detail, found.customer_id)
            else concat_ws('@', 'customers', found.customer_id, found.other_customer_id)
        end as subject_id,
        ours.customer_text as expected_value,
        theirs.customer_text as actual_value
    from found
    inner join customers as ours on found.customer_id = ours.customer_id
    inner join customers as theirs on found.other_customer_id = theirs.customer_id
    left join int_collection__related_customers as related
        on
            found.customer_id = related.payer_customer_id
            and found.other_customer_id = related.customer_id
    where
        related.customer_id is null
        and (
            ours.tax_id_key != theirs.tax_id_key
            or (
                found.message_code = 'tax_id_of_two_customers'
                and ours.system_name = theirs.system_name
                and 'valid' in (ours.tax_id_status, theirs.tax_id_status)
                and '' not in (ours.legal_form, theirs.legal_form)
                and not list_has_any(ours.words, theirs.words)
                and {{ letter_similarity('ours.name_stem', 'theirs.name_stem') }} < 0.6
            )
        )
)

select * from int_parties__conflicts
