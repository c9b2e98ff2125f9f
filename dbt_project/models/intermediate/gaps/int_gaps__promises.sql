with int_promises__owned as (
    select * from {{ ref('int_promises__owned') }}
),

int_promises__agreements as (
    select * from {{ ref('int_promises__agreements') }}
),

int_promises__terms as (
    select * from {{ ref('int_promises__terms') }}
),

parsed as (
    select
        *,
        try_cast(promised_value as decimal(9, 2)) as promised_percent,
        -- Two months may be 59 days; months are told from days by the least that they last.
        case
            when promise_kind = 'free_months' then coalesce(
                30 * {{ period_months('promised_value') }} - 2,
                {{ period_days('promised_value') }}
            )
        end as least_days
    from int_promises__owned
),

compared as (
    select
        parsed.owner_kind,
        parsed.owner_id,
        parsed.agreement_id,
        parsed.promise_kind,
        parsed.promised_value,
        any_value(parsed.promised_words) as promised_words,
        any_value(parsed.opportunity_id) as opportunity_id,
        any_value(parsed.contract_id) as contract_id,
        any_value(parsed.customer_id) as customer_id,
        any_value(parsed.legal_entity_id) as legal_entity_id,
        any_value(parsed.currency) as currency,
        string_agg(distinct terms.told, ', ' order by terms.told) as told,
        coalesce(
            bool_or(
                terms.held_value = parsed.promised_value
                or terms.is_any_percent and parsed.promised_percent is not null
                or terms.held_percent = parsed.promised_percent
                or terms.free_days >= parsed.least_days
                -- Prices are rounded: within a twentieth of a percent of the base price.
                or abs(
                    100 * (terms.new_price - terms.base_price)
                    - terms.base_price * parsed.promised_percent
                    * case parsed.promise_kind when 'discount' then -1 else 1 end
                ) <= 0.05 * terms.base_price
            ),
            false
        ) as is_held
    from parsed
    inner join int_promises__agreements as agreements
        on parsed.agreement_id = agreements.agreement_id
    left join int_promises__terms as terms
        on
            agreements.contract_id = terms.contract_id
            and parsed.promise_kind = terms.promise_kind
    group by
        parsed.owner_kind, parsed.owner_id, parsed.agreement_id,
        parsed.promise_kind, parsed.promised_value
),

told_once as (
    -- What the deal and its contract both say is one gap, the contract's.
    select *
    from compared
    where not is_held
    qualify
        owner_kind = 'contract'
        or count(*) over (partition by agreement_id, promise_kind, promised_value) = 1
),

int_gaps__promises as (
    select
        'unstructured_promise' as gap_class,
        'unstructured_promise_' || promise_kind || case when told is null then '_none' else '' end
            as message_code,
        'probable' as certainty,
        owner_id || '@' || promise_kind || '@' || promised_value as subject_id,
        opportunity_id,
        contract_id,
        customer_id,
        legal_entity_id,
        currency,
        owner_id as detail,
        promised_words as expected_value,
        told as actual_value
    from told_once
)

select * from int_gaps__promises
