with stated as (
    {{ source_windows() }}
),

source_windows as (
    select
        legal_entity_id,
        max(invoices_from) as invoices_from,
        max(bank_from) as bank_from
    from stated
    group by legal_entity_id
)

select * from source_windows
