with stg_erp_tryton__project_work as (
    select * from {{ ref('stg_erp_tryton__project_work') }}
),

stg_erp_tryton__project_work_invoiced_progress as (
    select * from {{ ref('stg_erp_tryton__project_work_invoiced_progress') }}
),

map_erp_tryton__task_billings as (
    -- Projects by progress keep what was billed of each task; projects by effort name the one line.
    select
        invoiced_progress_id as billing_id,
        work_id,
        invoice_line_id,
        progress
    from stg_erp_tryton__project_work_invoiced_progress
    where progress > 0
    union all
    select
        work_id as billing_id,
        work_id,
        invoice_line_id,
        1 as progress
    from stg_erp_tryton__project_work
    where invoice_line_id is not null
)

select * from map_erp_tryton__task_billings
