with mapped as (
    {{ union_mapped('quotes') }}
),

quotes as (
    select
        quote_id,
        opportunity_id,
        status,
        currency,
        accepted_on,
        source_record
    from mapped
)

select * from quotes
