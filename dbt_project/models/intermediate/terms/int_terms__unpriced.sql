with contract_lines as (
    select * from {{ ref('contract_lines') }}
),

adjustments as (
    select * from {{ ref('adjustments') }}
),

amendments as (
    select * from {{ ref('amendments') }}
),

reasons as (
    -- A term that the engine cannot price yet: such a line is not judged, and says why.
    select
        contract_line_id,
        case
            when charge_model not in ('flat', 'per_unit', 'one_time')
                then 'charge_model ' || charge_model
            when minimum_amount is not null then 'minimum_amount'
            when unit_price is null then 'unit_price missing'
            when charge_model = 'per_unit' and quantity is null then 'quantity missing'
            when charge_model = 'one_time' then null
            when proration not in ('actual', 'full', 'none') then 'proration ' || proration
            when billing_period is null then 'billing_period missing'
            when price_period is null then 'price_period missing'
            when billing_anchor = 'day' and billing_anchor_day is null
                then 'billing_anchor_day missing'
            when billing_anchor = 'date' and billing_anchor_date is null
                then 'billing_anchor_date missing'
        end as unpriced_reason
    from contract_lines
    union all
    select
        contract_lines.contract_line_id,
        'adjustment ' || adjustments.kind as unpriced_reason
    from contract_lines
    inner join adjustments
        on
            contract_lines.contract_id = adjustments.contract_id
            and coalesce(adjustments.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
    union all
    select
        contract_lines.contract_line_id,
        case
            when amendments.kind in ('pause', 'resume', 'extend')
                then 'amendment ' || amendments.kind
            when amendments.kind = 'quantity' and amendments.quantity is null
                then 'amendment quantity missing'
            when amendments.kind = 'price' and amendments.unit_price is null
                then 'amendment unit_price missing'
        end as unpriced_reason
    from contract_lines
    inner join amendments
        on
            contract_lines.contract_id = amendments.contract_id
            and coalesce(amendments.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
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
