with int_terms__line_amendments as (
    select * from {{ ref('int_terms__line_amendments') }}
),

int_terms__line_adjustments as (
    select * from {{ ref('int_terms__line_adjustments') }}
),

amended as (
    -- A pause and a resume are one kind of change, with the values 1 and 0; on one day the resume
    -- wins, so that the two together change nothing.
    select
        contract_line_id,
        amendment_id as change_id,
        case when kind in ('pause', 'resume') then 'pause' else kind end as kind,
        true as is_amendment,
        (kind = 'resume')::integer as precedence,
        case kind
            when 'quantity' then quantity
            when 'price' then unit_price
            when 'pause' then 1
            when 'resume' then 0
        end as new_value,
        signed_on,
        effective_date as began_on,
        {{ never() }} as ended_until,
        source_record
    from int_terms__line_amendments
    where kind in ('quantity', 'price', 'pause', 'resume')
),

adjusted as (
    select
        contract_line_id,
        adjustment_id as change_id,
        kind,
        false as is_amendment,
        0 as precedence,
        value as new_value,
        index_code,
        coalesce(index_lag_months, 1) as index_lag_months,
        cap_percent,
        floor_percent,
        start_date as began_on,
        coalesce(end_date + 1, {{ never() }}) as ended_until,
        source_record
    from int_terms__line_adjustments
),

changes as (
    select * from amended
    union all by name
    select * from adjusted
),

int_terms__changes as (
    select
        'contract' as terms_variant,
        *
    from changes
)

select * from int_terms__changes
