with map_crm_hubspot__sold_terms as (
    select * from {{ ref('map_crm_hubspot__sold_terms') }}
),

map_crm_hubspot__sold_lines as (
    select * from {{ ref('map_crm_hubspot__sold_lines') }}
),

findings as (
    select
        opportunity_id,
        opportunity_id as record_id,
        source_record,
        unnest(findings) as finding
    from map_crm_hubspot__sold_terms
    union all
    select
        lines.opportunity_id,
        if(lines.is_item, 'crm_hubspot:' || lines.line_id, lines.opportunity_id) as record_id,
        lines.source_record,
        unnest(lines.findings) as finding
    from map_crm_hubspot__sold_lines as lines
    semi join map_crm_hubspot__sold_terms as sold on lines.opportunity_id = sold.opportunity_id
),

told as (
    select
        opportunity_id,
        record_id,
        source_record,
        struct_extract(finding, 'missing_term') as missing_term,
        struct_extract(finding, 'stands_in') as stands_in,
        struct_extract(finding, 'told') as told
    from findings
),

map_crm_hubspot__unread_terms as (
    -- What stands there and is not read says more than that it lacks.
    select
        opportunity_id,
        record_id,
        missing_term,
        stands_in,
        told,
        source_record
    from told
    qualify row_number() over (
        partition by opportunity_id, record_id, stands_in
        order by told asc nulls last, missing_term asc
    ) = 1
)

select * from map_crm_hubspot__unread_terms
