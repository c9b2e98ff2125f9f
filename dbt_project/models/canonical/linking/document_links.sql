with mapped as (
    {{ union_mapped('document_links') }}
),

document_links as (
    select
        from_kind,
        from_id,
        from_item,
        to_kind,
        to_id,
        to_item,
        source,
        quantity_unit,
        quantity,
        amount,
        currency,
        linked_on,
        source_record
    from mapped
)

select * from document_links
