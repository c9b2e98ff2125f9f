with int_parties__matched as (
    select * from {{ ref('int_parties__matched') }}
),

{{ checked_parties() }},

weighed as (
    select
        int_parties__matched.*,
        coalesce({{ same_legal_name('parties', 'customers') }}, false) as is_same_name,
        -- The number is one: whoever states its country knows how it is to be checked.
        case
            when 'valid' in (parties.tax_id_status, customers.tax_id_status) then 'valid'
            when 'invalid' in (parties.tax_id_status, customers.tax_id_status) then 'invalid'
            else 'unchecked'
        end as pair_tax_id_status,
        '' in (parties.legal_form, customers.legal_form) as is_form_missing
    from int_parties__matched
    inner join parties
        on
            int_parties__matched.party_kind = parties.party_kind
            and int_parties__matched.party_id = parties.party_id
    inner join parties as customers
        on
            int_parties__matched.customer_id = customers.party_id
            and customers.party_kind = 'customer'
),

ranked as (
    select
        *,
        -- A number that cannot be right is no key: with one name it is a copied mistake.
        crosswalk_rule = 'tax_id' and pair_tax_id_status = 'invalid' and not is_same_name
            as is_weak,
        case crosswalk_rule
            when 'declared_id' then 1
            when 'tax_id' then 2
            when 'alias' then 3
            else 4
        end as rule_rank,
        case
            when crosswalk_rule = 'declared_id' then 1
            when crosswalk_rule = 'alias' then 0.95
            when crosswalk_rule = 'legal_name' and is_form_missing then 0.85
            when crosswalk_rule = 'legal_name' then 0.90
            when pair_tax_id_status = 'invalid' then 0.80
            when is_in_text or pair_tax_id_status = 'unchecked' then 0.95
            else 0.98
        end::decimal(3, 2) as rule_confidence
    from weighed
),

pairs as (
    -- The strongest rule of a pair names it; what other rules say the same stands beside it.
    select
        party_kind,
        party_id,
        customer_id,
        arg_min(crosswalk_rule, rule_rank + is_weak::integer * 10) as crosswalk_rule,
        arg_min(evidence, rule_rank + is_weak::integer * 10) as evidence,
        arg_min(rule_confidence, rule_rank + is_weak::integer * 10) as rule_confidence,
        min(rule_rank + is_weak::integer * 10) as rule_rank,
        list(crosswalk_rule order by rule_rank) filter (where not is_weak) as rules
    from ranked
    group by party_kind, party_id, customer_id
),

int_parties__paired as (
    select
        party_kind,
        party_id,
        customer_id,
        crosswalk_rule,
        evidence,
        array_to_string(rules, ', ') as agreeing_rules,
        count(*) over equals as candidate_count,
        rule_confidence,
        rule_rank > 10 as is_weak,
        rank() over (
            partition by party_kind, party_id order by rule_rank, len(rules) desc
        ) = 1 as is_strongest
    from pairs
    window equals as (partition by party_kind, party_id, rule_rank, len(rules))
)

select * from int_parties__paired
