with int_parties__keyed as (
    select * from {{ ref('int_parties__keyed') }}
),

int_parties__paired as (
    select * from {{ ref('int_parties__paired') }}
),

int_parties__suggested as (
    select * from {{ ref('int_parties__suggested') }}
),

int_parties__conflicts as (
    select
        party_kind,
        party_id,
        unnest([customer_id, other_customer_id]) as customer_id
    from {{ ref('int_parties__conflicts') }}
),

contradicted as (
    select distinct * from int_parties__conflicts
),

paired as (
    select
        paired.*,
        case
            when contradicted.customer_id is not null then 'conflict'
            when not paired.is_strongest then 'outranked'
            when paired.is_weak or paired.candidate_count > 1 then 'review'
            else 'confirmed'
        end as crosswalk_status
    from int_parties__paired as paired
    left join contradicted
        on
            paired.party_kind = contradicted.party_kind
            and paired.party_id = contradicted.party_id
            and paired.customer_id = contradicted.customer_id
),

pairs as (
    -- Above one half is what is confirmed, and nothing else.
    select
        party_kind,
        party_id,
        customer_id,
        crosswalk_rule,
        crosswalk_status,
        agreeing_rules,
        evidence,
        is_weak,
        candidate_count,
        case
            when crosswalk_status = 'confirmed' then rule_confidence
            else least(rule_confidence, 0.50)
        end as confidence
    from paired
    union all by name
    select
        party_kind,
        party_id,
        customer_id,
        'fuzzy_name' as crosswalk_rule,
        'suggested' as crosswalk_status,
        evidence,
        similarity * 0.5 as confidence
    from int_parties__suggested
),

taken as (
    select
        party_kind,
        party_id
    from pairs
    union
    select
        'customer' as party_kind,
        customer_id as party_id
    from pairs
),

int_party_crosswalk as (
    -- Whoever pairs with nobody stands here too.
    select * from pairs
    union all by name
    select
        keyed.party_kind,
        keyed.party_id,
        'unpaired' as crosswalk_status
    from int_parties__keyed as keyed
    left join taken
        on keyed.party_kind = taken.party_kind and keyed.party_id = taken.party_id
    where taken.party_id is null
)

select * from int_party_crosswalk
