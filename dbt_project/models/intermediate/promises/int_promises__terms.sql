with contracts as (
    select * from {{ ref('contracts') }}
),

adjustments as (
    select * from {{ ref('adjustments') }}
),

int_promises__free_terms as (
    select * from {{ ref('int_promises__free_terms') }}
),

int_promises__price_terms as (
    select * from {{ ref('int_promises__price_terms') }}
),

terms as (
    select
        contract_id,
        'currency' as promise_kind,
        unnest([currency, invoice_currency]) as held_value,
        held_value as told
    from contracts
    union all by name
    -- The UF follows the consumer prices: a contract in UF, and one indexed to it, rise with them.
    select
        contract_id,
        'uplift' as promise_kind,
        'index' as held_value
    from contracts
    where currency = 'CLF'
    union all by name
    select
        contract_id,
        'currency' as promise_kind,
        'CLF' as held_value
    from adjustments
    where kind = 'index' and upper(index_code) in ('UF', 'CLF')
    union all by name
    select
        contract_id,
        'uplift' as promise_kind,
        'index' as held_value,
        index_code as told
    from adjustments
    where kind = 'index'
    union all by name
    select
        contract_id,
        'uplift' as promise_kind,
        unnest([cap_percent, floor_percent]) as held_percent
    from adjustments
    where kind = 'index'
    union all by name
    select
        contract_id,
        case kind when 'uplift_percent' then 'uplift' else 'discount' end as promise_kind,
        value as held_percent,
        {{ number_text('value') }} || ' %' as told
    from adjustments
    where kind in ('uplift_percent', 'percent_discount')
    union all by name
    select
        contract_id,
        'discount' as promise_kind,
        early_payment_discount_percent as held_percent
    from contracts
    where early_payment_discount_percent > 0
    union all by name
    select
        contract_id,
        unnest(['discount', 'uplift']) as promise_kind,
        discount_percent as held_percent,
        base_price,
        new_price,
        is_any_percent
    from int_promises__price_terms
    union all by name
    select
        contract_id,
        'free_months' as promise_kind,
        free_days,
        told
    from int_promises__free_terms
),

int_promises__terms as (
    -- What nobody would call a term of that kind is not told, and yet keeps the promise.
    select distinct
        contract_id,
        promise_kind,
        held_value,
        held_percent::decimal(18, 8) as held_percent,
        base_price,
        new_price,
        coalesce(is_any_percent, false) as is_any_percent,
        free_days,
        told
    from terms
)

select * from int_promises__terms
