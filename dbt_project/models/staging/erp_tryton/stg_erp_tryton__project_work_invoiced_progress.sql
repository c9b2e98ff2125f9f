with source as (
    select * from {{ source('erp_tryton', 'project_work_invoiced_progress') }}
),

stg_erp_tryton__project_work_invoiced_progress as (
    select
        id as invoiced_progress_id,
        work as work_id,
        invoice_line as invoice_line_id,

        progress::decimal(18, 8) as progress,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__project_work_invoiced_progress
