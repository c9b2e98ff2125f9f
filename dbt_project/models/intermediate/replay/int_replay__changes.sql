with int_replay__variants as (
    select * from {{ ref('int_replay__variants') }}
),

int_terms__changes as (
    select * from {{ ref('int_terms__changes') }}
),

kept as (
    -- A value that the variant sets holds all along: no amendment or window changes it.
    select
        variants.terms_variant,
        changes.* exclude (terms_variant, index_code, index_lag_months, ended_until),
        case
            when changes.change_id = variants.altered_change_id then variants.new_index_code
            else changes.index_code
        end as index_code,
        case
            when changes.change_id = variants.altered_change_id then variants.new_index_lag_months
            else changes.index_lag_months
        end as index_lag_months,
        case
            when changes.change_id = variants.extended_change_id then variants.extended_until
            else changes.ended_until
        end as ended_until,
        changes.change_id = variants.limited_change_id is true as is_limited,
        variants.limited_from,
        variants.limited_until
    from int_replay__variants as variants
    inner join int_terms__changes as changes
        on variants.contract_line_id = changes.contract_line_id
    where
        not (variants.is_every_amendment_omitted and changes.is_amendment)
        and not list_contains(variants.omitted_change_ids, changes.change_id)
        and not (changes.kind = 'quantity' and variants.new_quantity is not null)
        and not (
            changes.kind in ('price', 'uplift_percent', 'index')
            and variants.new_unit_price is not null
        )
),

int_replay__changes as (
    select * exclude (is_limited, limited_from, limited_until)
    from kept
    where not is_limited
    union all by name
    -- What does not hold for a while holds before and after it.
    select
        * exclude (is_limited, limited_from, limited_until, ended_until),
        least(ended_until, limited_from) as ended_until
    from kept
    where is_limited and began_on < limited_from
    union all by name
    select
        * exclude (is_limited, limited_from, limited_until, began_on),
        greatest(began_on, limited_until) as began_on
    from kept
    where is_limited and limited_until < ended_until
)

select * from int_replay__changes
