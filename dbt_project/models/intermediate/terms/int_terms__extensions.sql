with int_terms__line_amendments as (
    select * from {{ ref('int_terms__line_amendments') }}
),

int_terms__extensions as (
    -- CANONICAL 2, adjustments: of the amendments of one kind the one that began last counts
    -- (same day: the later signed, then the higher id).
    select
        contract_line_id,
        max_by(end_date, (effective_date, signed_on, amendment_id)) as extended_end
    from int_terms__line_amendments
    where kind = 'extend' and end_date is not null
    group by contract_line_id
)

select * from int_terms__extensions
