with mapped as (
    {{ union_mapped('payer_aliases') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

payer_aliases as (
    select
        mapped.alias,
        mapped.customer_id,
        mapped.decided_by,
        mapped.decided_on,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.decided_on <= run_settings.as_of_date
)

select * from payer_aliases
