with mapped as (
    {{ union_mapped('unread_terms') }}
),

unread_terms as (
    select
        opportunity_id,
        record_id,
        missing_term,
        stands_in,
        told,
        source_record
    from mapped
)

select * from unread_terms
