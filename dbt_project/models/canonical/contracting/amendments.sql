with mapped as (
    {{ union_mapped('amendments') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

amendments as (
    select
        mapped.amendment_id,
        mapped.contract_id,
        mapped.contract_line_id,
        mapped.kind,
        mapped.effective_date,
        mapped.signed_on,
        mapped.quantity,
        mapped.unit_price,
        mapped.end_date,
        mapped.source_record
    from mapped
    -- CANONICAL 2, amendments: one signed after the as-of date is not known yet.
    inner join run_settings on mapped.signed_on <= run_settings.as_of_date
)

select * from amendments
