with source as (
    select * from {{ source('erp_tryton', 'project_work') }}
),

stg_erp_tryton__project_work as (
    select
        id as work_id,
        parent as parent_work_id,
        party as party_id,
        company as company_id,
        product as product_id,
        invoice_line as invoice_line_id,

        name,
        type as work_type,
        project_invoice_method,

        progress::decimal(18, 8) as progress,
        list_price::decimal(18, 8) as list_price,
        effort_duration::decimal(18, 4) as effort_seconds,

        created_at::timestamp as created_at,
        changed_at::timestamp as changed_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__project_work
