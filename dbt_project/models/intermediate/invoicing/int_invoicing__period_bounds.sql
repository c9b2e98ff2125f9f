with int_billing__periods as (
    select * from {{ ref('int_billing__periods') }}
),

int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

bounds as (
    select
        contract_line_id,
        billing_period_start as bound_on
    from int_billing__periods
    union all
    select
        contract_line_id,
        billing_period_until as bound_on
    from int_billing__periods
    union all
    -- A stub may be printed as the whole period that holds it.
    select
        contract_line_id,
        full_period_start as bound_on
    from int_billing__periods
    union all
    select
        contract_line_id,
        full_period_until as bound_on
    from int_billing__periods
    union all
    -- Segments end where terms change, also in a period that is not cut for it.
    select
        contract_line_id,
        segment_start as bound_on
    from int_terms__segments
    union all
    select
        contract_line_id,
        segment_until as bound_on
    from int_terms__segments
),

int_invoicing__period_bounds as (
    select distinct
        contract_line_id,
        bound_on
    from bounds
)

select * from int_invoicing__period_bounds
