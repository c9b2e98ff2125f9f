with int_replay__variants as (
    select * from {{ ref('int_replay__variants') }}
),

int_terms__changes as (
    select * from {{ ref('int_terms__changes') }}
),

int_replay__changes as (
    -- A value that the variant sets holds all along: no amendment or window changes it.
    select
        int_replay__variants.terms_variant,
        int_terms__changes.* exclude (terms_variant)
    from int_replay__variants
    inner join int_terms__changes
        on int_replay__variants.contract_line_id = int_terms__changes.contract_line_id
    where
        not (int_replay__variants.is_every_change_omitted and int_terms__changes.is_amendment)
        and int_terms__changes.change_id
        is distinct from int_replay__variants.omitted_change_id
        and not (
            int_terms__changes.kind = 'quantity'
            and int_replay__variants.new_quantity is not null
        )
        and not (
            int_terms__changes.kind in ('price', 'uplift_percent', 'index')
            and int_replay__variants.new_unit_price is not null
        )
)

select * from int_replay__changes
