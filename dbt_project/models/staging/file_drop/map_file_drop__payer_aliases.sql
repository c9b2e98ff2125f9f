with stg_file_drop__decisions_payer_aliases as (
    select * from {{ ref('stg_file_drop__decisions_payer_aliases') }}
),

map_file_drop__payer_aliases as (
    select
        alias,
        customer_id,
        decided_by,
        decided_on,
        source_record
    from stg_file_drop__decisions_payer_aliases
)

select * from map_file_drop__payer_aliases
