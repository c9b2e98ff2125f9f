with stg_erp_tryton__project_work as (
    select * from {{ ref('stg_erp_tryton__project_work') }}
),

map_erp_tryton__task_billings as (
    select * from {{ ref('map_erp_tryton__task_billings') }}
),

stg_erp_tryton__account_invoice_line as (
    select * from {{ ref('stg_erp_tryton__account_invoice_line') }}
),

stg_erp_tryton__account_invoice as (
    select * from {{ ref('stg_erp_tryton__account_invoice') }}
),

stg_erp_tryton__company_company as (
    select * from {{ ref('stg_erp_tryton__company_company') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

stg_erp_tryton__declared_options as (
    select * from {{ ref('stg_erp_tryton__declared_options') }}
),

tasks as (
    select
        works.work_id,
        works.name,
        works.progress,
        works.list_price,
        works.effort_seconds,
        works.changed_at::date as changed_on,
        works.source_record,
        projects.work_id as project_id,
        projects.project_invoice_method,
        currencies.minor_units,
        try_cast(declared.value as date) as declared_on
    from stg_erp_tryton__project_work as works
    inner join stg_erp_tryton__project_work as projects
        on works.parent_work_id = projects.work_id
    inner join stg_erp_tryton__company_company as companies
        on projects.company_id = companies.company_id
    inner join stg_erp_tryton__currency_currency as currencies
        on companies.currency_id = currencies.currency_id
    left join stg_erp_tryton__declared_options as declared
        on works.name = declared.key and declared.option = 'completed_on'
    where
        works.work_type = 'task'
        and projects.work_type = 'project'
        and projects.project_invoice_method in ('progress', 'effort')
        and least(works.effort_seconds, works.list_price) > 0
),

billed as (
    select
        billings.billing_id,
        billings.work_id,
        billings.progress,
        coalesce(documents.invoice_date, tasks.changed_on) as billed_on
    from map_erp_tryton__task_billings as billings
    inner join tasks on billings.work_id = tasks.work_id
    left join stg_erp_tryton__account_invoice_line as lines
        on billings.invoice_line_id = lines.invoice_line_id
    left join stg_erp_tryton__account_invoice as documents
        on lines.invoice_id = documents.invoice_id
),

billed_shares as (
    select
        work_id,
        sum(progress) as progress
    from billed
    group by work_id
),

parts as (
    -- Tryton keeps no day on which a task was done: the company declares it, or it is the day of
    -- the document that billed it, or that on which the task last changed.
    select
        tasks.*,
        billed.progress as fraction,
        coalesce(tasks.declared_on, billed.billed_on) as completed_on,
        case when billed.progress < 1 then '/' || billed.billing_id else '' end as part
    from tasks
    inner join billed on tasks.work_id = billed.work_id
    union all by name
    select
        tasks.*,
        tasks.progress - coalesce(billed_shares.progress, 0) as fraction,
        coalesce(tasks.declared_on, tasks.changed_on) as completed_on,
        case when billed_shares.progress > 0 then '/rest' else '' end as part
    from tasks
    left join billed_shares on tasks.work_id = billed_shares.work_id
    where
        tasks.progress > coalesce(billed_shares.progress, 0)
        and (tasks.progress >= 1 or tasks.project_invoice_method = 'progress')
),

map_erp_tryton__milestones as (
    select
        {{ tryton_record('project.work', 'work_id') }} || part as milestone_id,
        {{ tryton_record('project.work', 'project_id') }} as contract_line_id,
        name,
        {{ fraction_to_amount(
            whole('list_price', 8)
            ~ ' * ' ~ whole('effort_seconds', 0) ~ ' * ' ~ whole('fraction', 8),
            '100000000::hugeint * 3600 * 100000000',
            'minor_units'
        ) }} as amount,
        completed_on,
        source_record
    from parts
)

select * from map_erp_tryton__milestones
