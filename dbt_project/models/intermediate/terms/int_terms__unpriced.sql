with contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_terms__line_adjustments as (
    select * from {{ ref('int_terms__line_adjustments') }}
),

int_terms__line_amendments as (
    select * from {{ ref('int_terms__line_amendments') }}
),

int_terms__tier_faults as (
    select * from {{ ref('int_terms__tier_faults') }}
),

line_reasons as (
    -- A term that cannot be priced as it stands: such a line is not judged, and says why.
    select
        contract_line_id,
        case
            when charge_model in ('usage_graduated', 'usage_volume', 'usage_package', 'milestone')
                then null
            when unit_price is null then 'unit_price missing'
            when charge_model = 'per_unit' and quantity is null then 'quantity missing'
        end as unpriced_reason
    from contract_lines
    union all
    select
        contract_line_id,
        case
            when billing_period is null then 'billing_period missing'
            when {{ is_whole_duration('billing_period') }} is not true
                then 'billing_period ' || billing_period
            when billing_anchor = 'day' and billing_anchor_day is null
                then 'billing_anchor_day missing'
            when billing_anchor = 'date' and billing_anchor_date is null
                then 'billing_anchor_date missing'
            when charge_model not in ('flat', 'per_unit') then null
            when price_period is null then 'price_period missing'
            when {{ is_whole_duration('price_period') }} is not true
                then 'price_period ' || price_period
        end as unpriced_reason
    from contract_lines
    where charge_model not in ('one_time', 'milestone')
),

adjustment_reasons as (
    select
        contract_line_id,
        'adjustment ' || kind || ' ' || adjustment_id || ': ' || case
            when kind != 'free' and kind != 'index' and value is null then 'value missing'
            when kind = 'percent_discount' and value not between 0 and 100
                then 'value outside 0 to 100'
            when kind = 'amount_discount' and value < 0 then 'value below zero'
            when kind = 'uplift_percent' and value < -100 then 'value below -100'
            when kind = 'index' and index_code is null then 'index_code missing'
            when kind = 'index' and floor_percent > cap_percent then 'floor above cap'
            when kind = 'index' and floor_percent < -100 then 'floor below -100'
        end as unpriced_reason
    from int_terms__line_adjustments
    union all
    -- Which of the two would go first, no term says.
    select
        contract_line_id,
        'uplift_percent and index at once' as unpriced_reason
    from int_terms__line_adjustments
    group by contract_line_id
    having bool_or(kind = 'uplift_percent') and bool_or(kind = 'index')
),

amendment_reasons as (
    select
        contract_line_id,
        'amendment ' || kind || ' ' || amendment_id || ': ' || case
            when kind = 'quantity' and quantity is null then 'quantity missing'
            when kind = 'price' and unit_price is null then 'unit_price missing'
            when kind = 'extend' and end_date is null then 'end_date missing'
        end as unpriced_reason
    from int_terms__line_amendments
),

reasons as (
    select * from line_reasons
    union all
    select * from adjustment_reasons
    union all
    select * from amendment_reasons
    union all
    select * from int_terms__tier_faults
),

int_terms__unpriced as (
    select
        contract_line_id,
        string_agg(distinct unpriced_reason, ', ' order by unpriced_reason) as unpriced_reason
    from reasons
    where unpriced_reason is not null
    group by contract_line_id
)

select * from int_terms__unpriced
