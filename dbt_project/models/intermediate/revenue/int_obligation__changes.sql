with int_obligation__terms as (
    select * from {{ ref('int_obligation__terms') }}
),

int_obligation__versions as (
    select * from {{ ref('int_obligation__versions') }}
),

int_terms__changes as (
    select * from {{ ref('int_terms__changes') }}
),

int_obligation__changes as (
    -- An index is variable until it is published; alone a line costs its quantity and no discount.
    select
        terms.terms_variant,
        changes.* exclude (terms_variant)
    from int_obligation__terms as terms
    inner join int_obligation__versions as versions
        on
            terms.contract_line_id = versions.contract_line_id
            and terms.version_number = versions.version_number
    inner join int_terms__changes as changes
        on terms.contract_line_id = changes.contract_line_id
    where
        changes.kind != 'index'
        and (not changes.is_amendment or changes.began_on <= versions.effective_on)
        and (not terms.is_standalone or changes.kind in ('quantity', 'pause'))
)

select * from int_obligation__changes
