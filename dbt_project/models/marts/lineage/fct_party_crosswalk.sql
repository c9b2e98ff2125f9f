with int_party_crosswalk as (
    select * from {{ ref('int_party_crosswalk') }}
),

messages as (
    select * from {{ ref('messages') }}
),

{{ checked_parties() }},

named as (
    select
        crosswalk.*,
        parties.declared_customer_id,
        parties.bank_transaction_id,
        parties.name as party_name,
        parties.tax_id as party_tax_id,
        parties.tax_id_status as party_tax_id_status,
        parties.account_key,
        parties.line_count,
        customers.name as customer_name,
        customers.tax_id as customer_tax_id,
        customers.tax_id_status as customer_tax_id_status,
        customers.name || ' (' || crosswalk.customer_id || ')' as customer_text,
        case
            when parties.tax_id_status = 'invalid' then parties.tax_id
            when customers.tax_id_status = 'invalid' then customers.tax_id
        end as wrong_tax_id,
        case when declared.party_id is null then parties.declared_customer_id end
            as missing_customer_id,
        case
            when crosswalk.crosswalk_rule is null then 'unpaired'
            when crosswalk.party_kind = 'payer' and crosswalk.crosswalk_rule = 'declared_id'
                then 'declared_account'
            else crosswalk.crosswalk_rule
        end as sentence,
        case
            when crosswalk.crosswalk_status = 'review' and crosswalk.is_weak then 'weak'
            else crosswalk.crosswalk_status
        end as note
    from int_party_crosswalk as crosswalk
    inner join parties
        on crosswalk.party_kind = parties.party_kind and crosswalk.party_id = parties.party_id
    left join parties as customers
        on crosswalk.customer_id = customers.party_id and customers.party_kind = 'customer'
    left join parties as declared
        on
            parties.declared_customer_id = declared.party_id
            and declared.party_kind = 'customer'
),

fct_party_crosswalk as (
    select
        concat_ws('@', named.party_kind, named.party_id, named.customer_id) as party_crosswalk_id,
        named.party_kind,
        named.party_id,
        named.customer_id,
        named.declared_customer_id,
        named.bank_transaction_id,
        named.party_name,
        named.party_tax_id,
        named.party_tax_id_status,
        named.customer_name,
        named.customer_tax_id,
        named.customer_tax_id_status,
        named.crosswalk_rule,
        named.agreeing_rules,
        named.crosswalk_status,
        named.evidence,
        {{ crosswalk_explanation('en') }} as explanation,
        {{ crosswalk_explanation('es') }} as explanation_es,

        named.candidate_count::integer as candidate_count,
        named.line_count::integer as line_count,
        named.confidence::decimal(3, 2) as confidence,

        coalesce(named.crosswalk_status = 'confirmed', false) as is_confirmed
    from named
    left join messages as rules on rules.code = 'crosswalk_' || named.sentence
    left join messages as notes on notes.code = 'crosswalk_status_' || named.note
    left join messages as faults
        on faults.code = 'crosswalk_wrong_tax_id' and named.wrong_tax_id is not null
    left join messages as strays
        on strays.code = 'crosswalk_missing_customer' and named.missing_customer_id is not null
)

select * from fct_party_crosswalk
